import { defineSuite } from '../../harness/define.ts'
import { comparisonChecks } from './comparisons.ts'
import { denialChecks } from './denial-cost.ts'

export const timing = defineSuite({
  id: 'timing',
  title: 'Timing of rejections',
  about:
    'The time to reject a request reveals nothing about the secret, and rejecting one costs no more than accepting one. A verdict says how large a difference could be at most.',
  checks: [...comparisonChecks, ...denialChecks],
})
