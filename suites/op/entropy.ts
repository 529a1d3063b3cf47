import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { rule } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import { openProvider, tokensOf } from '../../harness/oauth-client/provider.ts'
import { readJwt } from './jwt.ts'
import { apparentBits, isMonotone } from './randomness.ts'

/** Codes that are collected; each of them is redeemed, so that its tokens are, too. */
const samples = 40

/** Bits that an attacker must not be able to guess (RFC 6749 §10.10). */
const least = 128

/** A UUID has a few bits less than it should; that is no way in. */
const warned = 96

const bits: Expectation<readonly string[]> = {
  text: `has at least ${least} bits that change from one to the next; more than ${warned} are a warning`,
  judge(values) {
    const found = apparentBits(values)
    // The last character of base64url shows all its values by chance only.
    if (found >= least - 2) return { kind: 'met' }
    const received = `${Math.floor(found)} bits at most, over ${values.length} of them`
    return { kind: 'broken', received, advisory: found >= warned }
  },
}

const unique: Expectation<readonly string[]> = rule('never repeats', (values) =>
  new Set(values).size === values.length ? undefined : `${values.length - new Set(values).size} of them came before`,
)

const unordered: Expectation<readonly string[]> = rule('does not count', (values) =>
  isMonotone(values) ? 'each is greater than the one before' : undefined,
)

export const entropyChecks: readonly Check[] = [
  defineCheck({
    id: 'op/credential-entropy',
    title: 'gives out codes and tokens that nobody can guess',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(6749, '10.10'), asvs('7.2.3')],
    needs: ['op'],
    fix: 'Take 16 bytes or more from the cryptographic random generator of the system for each code and each token.',
    knownIncidents: 'Codes made of the time and a counter.',
    sends: `${samples} code flows, one after the other. What is found is an upper bound: text that looks random may still not be.`,
    passes: `for codes, refresh tokens and opaque access tokens ${[bits, unique, unordered].map(({ text }) => text).join('; ')}`,
    async run(context) {
      const { expect } = context
      const provider = await openProvider(context)
      if (!provider) return
      const kinds = { codes: [] as string[], 'refresh tokens': [] as string[], 'access tokens': [] as string[] }
      for (let count = 0; count < samples; count++) {
        const grant = await provider.obtainCode('a sample')
        if (!grant) return
        kinds.codes.push(grant.code)
        const { access, refresh } = tokensOf(await provider.token('a sample', provider.redemption(grant)))
        if (refresh !== undefined) kinds['refresh tokens'].push(refresh)
        if (access !== undefined && !readJwt(access)) kinds['access tokens'].push(access)
      }
      for (const [kind, values] of Object.entries(kinds)) {
        const opaque = values.filter((value) => !readJwt(value))
        if (opaque.length > samples / 2) expect(kind, opaque, [bits, unique, unordered], [])
      }
    },
  }),
]
