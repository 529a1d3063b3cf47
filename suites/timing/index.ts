import { defineSuite } from '../../harness/define.ts'
import { denialChecks } from './denial.ts'

export const timing = defineSuite({
  id: 'timing',
  title: 'Timing',
  about: 'What the time of a refusal tells, and what it costs.',
  checks: [...denialChecks],
})
