import { defineSuite } from '../../harness/define.ts'
import { objectChecks } from './objects.ts'
import { resourceChecks } from './resources.ts'
import { scopeChecks } from './scopes.ts'

export const authz = defineSuite({
  id: 'authz',
  title: 'Who may reach what',
  about: 'A valid credential opens what it is for, and nothing else.',
  checks: [...resourceChecks, ...objectChecks, ...scopeChecks],
})
