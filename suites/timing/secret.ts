import { asvs, cwe, defineCheck, rfc } from '../../harness/define.ts'
import type { Check, RunCheck } from '../../harness/model/check.ts'
import { firstAgainstLast, wrongAtTheEnd } from './candidates.ts'
import { compare } from './compare.ts'
import { secretStart } from './credential-parts.ts'
import { longestSecret, type MeasuredSecret } from './long-secret.ts'
import { forSecret, measured, passesWithout } from './measured.ts'

/** Bytes between the first wrong one and the last, below which both are wrong at about the same place. */
const leastBetween = 8

/** How a shared secret is compared: what is sent, what must come of it, and where it can be seen. */
export const secretComparison = {
  ...measured,
  skipIf: forSecret,
  sends:
    'Bursts of refused requests over one connection in random order, until the budget is used up: credentials whose last four bytes are wrong, and others whose first byte of the secret is wrong as well. Where we start the target and know the variable of its secret, it is started with one of 4,096 bytes.',
  passes: passesWithout,
  async run(context) {
    const secret = await longestSecret(context)
    const start = secretStart(secret.token)
    if (secret.token.length - wrongAtTheEnd - start < leastBetween) {
      return context.skip('the secret is too short for a first byte and last ones to be far apart')
    }
    await compare(context, nameOf(secret), secret, () => firstAgainstLast(context, secret.token, start))
  },
} as const satisfies Partial<RunCheck>

const nameOf = ({ token, launched }: MeasuredSecret): string =>
  launched ? `a secret of ${token.length.toLocaleString('en')} bytes, which we chose` : 'the secret'

export const secretChecks: readonly Check[] = [
  defineCheck({
    ...secretComparison,
    id: 'timing/static-compare',
    title: 'takes as long to refuse a secret that is almost right as one that is wrong from its first byte',
    severity: 'medium',
    spec: [asvs('11.2.4'), cwe(208), rfc(7515, '10.9')],
    fix: 'Compare digests of both values with timingSafeEqual (Node), hmac.compare_digest (Python), subtle.ConstantTimeCompare (Go) or MessageDigest.isEqual (Java).',
    knownIncidents:
      'CVE-2022-24912 (Atlantis); === on a token in Node shows over HTTP in seconds, == in Python with long secrets.',
  }),
]
