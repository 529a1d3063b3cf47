import { rejected } from '../../harness/expect/index.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import type { Severity } from '../../harness/model/finding.ts'

/** Clocks that differ by more should be corrected ("no more than a few minutes", RFC 7519 §4.1.4). */
const goodSeconds = 60
const fewMinutesSeconds = 300
/** Of our own measurement: Date fields have whole seconds (RFC 9110 §6.6.1), and so has a NumericDate. */
const slackSeconds = 2

/** A measured tolerance in seconds: up to a minute is good, up to five are a warning. `most` is where measuring ended. */
export const leewayWithinMinutes = (most: number, severity?: Severity): Expectation<number> => ({
  text: `must tolerate clocks that differ by up to ${goodSeconds} s, and never by more than ${fewMinutesSeconds} s`,
  judge: (seconds) => {
    const measured = `a measured tolerance of ${seconds} s${seconds >= most ? ' or more' : ''}`
    if (seconds <= goodSeconds + slackSeconds) return { kind: 'met', note: measured }
    if (seconds <= fewMinutesSeconds + slackSeconds) return { kind: 'broken', received: measured, advisory: true }
    return { kind: 'broken', received: measured, ...(severity && { severity }) }
  },
})

/** A token profile for access tokens requires aud (RFC 9068 §2.2), so to accept one without weighs more there. */
export const rejectedWithoutAudience = (): Expectation => ({
  text: rejected().text,
  judge: (observed) => {
    const { credential } = observed.config
    const profiled = credential.kind === 'jwt' && credential.tokenProfile !== 'jwt'
    return rejected({ severity: profiled ? 'critical' : 'high' }).judge(observed)
  },
})
