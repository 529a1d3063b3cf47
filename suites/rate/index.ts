import { defineSuite } from '../../harness/define.ts'
import { enforcementChecks } from './enforcement.ts'
import { evasionChecks } from './evasion.ts'
import { guessingChecks } from './guessing.ts'
import { othersChecks } from './others.ts'

export const rate = defineSuite({
  id: 'rate',
  title: 'Rate limits',
  about: 'Limits that are declared: whether they hold, recover and explain themselves, and what gets around them.',
  checks: [...enforcementChecks, ...evasionChecks, ...othersChecks, ...guessingChecks],
})
