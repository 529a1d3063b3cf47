import { defineSuite } from '../../harness/define.ts'
import { calibrationChecks } from './calibration.ts'
import { loginTimingChecks } from './login.ts'
import { prefixChecks } from './prefix.ts'

export const timing = defineSuite({
  id: 'timing',
  title: 'Durations of refusals',
  about:
    'How long a refusal takes tells nothing about the secret. What can be said is how large a difference could be at most.',
  checks: [...calibrationChecks, ...prefixChecks, ...loginTimingChecks],
})
