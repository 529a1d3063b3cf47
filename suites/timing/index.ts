import { defineSuite } from '../../harness/define.ts'
import { calibrationChecks } from './calibration.ts'
import { denialChecks } from './denial.ts'
import { keyIdChecks } from './key-id.ts'
import { lengthChecks } from './length.ts'
import { loginTimingChecks } from './login.ts'
import { secretChecks } from './secret.ts'
import { signatureChecks } from './signature.ts'

export const timing = defineSuite({
  id: 'timing',
  title: 'Durations of refusals',
  about:
    'How long a refusal takes tells nothing about the secret, and no more work is done for it than for a request that is served. What can be said is how large a difference could be at most.',
  checks: [
    ...calibrationChecks,
    ...secretChecks,
    ...signatureChecks,
    ...lengthChecks,
    ...keyIdChecks,
    ...loginTimingChecks,
    ...denialChecks,
  ],
})
