import { defineSuite } from '../../harness/define.ts'
import { documentChecks } from './document.ts'
import { linkChecks } from './link.ts'

export const prm = defineSuite({
  id: 'prm',
  title: 'Protected resource metadata',
  about: 'Clients learn from the resource itself which authorization servers it trusts.',
  checks: [...documentChecks, ...linkChecks],
})
