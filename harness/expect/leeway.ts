import type { Expectation } from '../model/expectation.ts'
import type { Severity } from '../model/finding.ts'

/** Clocks that differ by more should be mended ("no more than a few minutes", RFC 7519 §4.1.4). */
const goodSeconds = 60
const fewMinutesSeconds = 300
/** Of our own measurement: Date fields have whole seconds (RFC 9110 §6.6.1), and so has a NumericDate. */
const slackSeconds = 2

/** A measured tolerance in seconds: up to a minute is good, up to five are a warning. `most` is where measuring ended. */
export const leewayWithinMinutes = (most: number, severity?: Severity): Expectation<number> => ({
  text: `tolerates clocks that differ by up to ${goodSeconds} s, and never by more than ${fewMinutesSeconds} s`,
  judge: (seconds) => {
    const measured = `a measured tolerance of ${seconds} s${seconds >= most ? ' or more' : ''}`
    if (seconds <= goodSeconds + slackSeconds) return { kind: 'met', note: measured }
    if (seconds <= fewMinutesSeconds + slackSeconds) return { kind: 'broken', received: measured, advisory: true }
    return { kind: 'broken', received: measured, ...(severity && { severity }) }
  },
})
