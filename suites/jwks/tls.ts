import { describeAnswer } from '../../harness/expect/index.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import type { TlsTrial } from '../../harness/model/steps/launch.ts'

/** The positive control: tokens of an issuer whose certificate the target was told to trust. */
export const acceptedOverTls = (): Expectation<TlsTrial> => ({
  text: 'must accept tokens of an issuer over https whose certificate it trusts',
  judge: ({ answers, notTried }) => {
    if (notTried !== undefined) return { kind: 'skipped', reason: notTried }
    const last = answers.at(-1)
    if (last?.accepted) return { kind: 'met' }
    const received = last ? `answered ${describeAnswer(last)} to a token of` : 'did not start with'
    const next = 'does it trust {ca_file}, and does it take {issuer} and {jwks_uri}?'
    return {
      kind: 'unclear',
      reason: `the target ${received} an issuer over https with a trusted certificate: ${next}`,
    }
  },
})

/** No key is taken from, and nothing is asked of, a server that does not prove its name (RFC 9525 §6). */
export const certificateRejected = (): Expectation<TlsTrial> => ({
  text: 'must not request keys from a server with an invalid certificate',
  judge: ({ answers, requests }) => {
    const accepted = answers.find((answer) => answer.accepted)
    if (accepted)
      return { kind: 'broken', received: `${describeAnswer(accepted)}, by keys from that server`, severity: 'high' }
    const [first] = requests
    return first === undefined ? { kind: 'met' } : { kind: 'broken', received: `it sent ${first}` }
  },
})
