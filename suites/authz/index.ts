import { defineSuite } from '../../harness/define.ts'
import { objectChecks } from './objects.ts'
import { resourceChecks } from './resources.ts'
import { scopeChecks } from './scopes.ts'

export const authz = defineSuite({
  id: 'authz',
  title: 'Authorization',
  about: 'A valid credential gives access to the resources and objects of its identity, and to no others.',
  checks: [...resourceChecks, ...objectChecks, ...scopeChecks],
})
