import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation, Judgement } from '../../harness/model/expectation.ts'
import type { InFlow, Step } from '../../harness/model/flow.ts'
import { readJwt } from '../../harness/oauth-client/read-jwt.ts'
import { apparentBits, isMonotone } from './randomness.ts'
import { discover, needsClient } from './steps.ts'

/** Sign-ins of which codes and tokens are collected. */
const samples = 40

/** Bits that an attacker must not be able to guess (RFC 6749 §10.10). */
const least = 128

/** A UUID has a few bits less than it should; that cannot be exploited. */
const warned = 96

/** Judges the opaque values of one kind. JWTs are protected by their signature, and few values show nothing. */
const ofValues = (
  name: string,
  text: string,
  judge: (values: readonly string[]) => Judgement,
): Expectation<InFlow> => ({
  text,
  judge: ({ value }) => {
    const given = value(name)
    const opaque = (Array.isArray(given) ? given.map(String) : []).filter((one) => !readJwt(one))
    return opaque.length > samples / 2 ? judge(opaque) : { kind: 'met', note: 'none, or JWTs' }
  },
})

const judgeBits = (values: readonly string[]): Judgement => {
  const found = apparentBits(values)
  // The last character of base64url shows all its values only by chance.
  if (found >= least - 2) return { kind: 'met' }
  const received = `${Math.floor(found)} bits at most, over ${values.length} of them`
  return { kind: 'broken', received, advisory: found >= warned }
}

const judgeUnique = (values: readonly string[]): Judgement => {
  const repeated = values.length - new Set(values).size
  return repeated === 0 ? { kind: 'met' } : { kind: 'broken', received: `${repeated} of them came before` }
}

const judgeOrder = (values: readonly string[]): Judgement =>
  isMonotone(values) ? { kind: 'broken', received: 'each is greater than the one before' } : { kind: 'met' }

const unpredictable = (as: string, name: string): Step => ({
  do: 'judge',
  as,
  expect: [
    ofValues(name, `must have ${least} bits or more that change from one to the next (${warned}: advisory)`, judgeBits),
    ofValues(name, 'must never repeat one', judgeUnique),
    ofValues(name, 'must not issue them in ascending order', judgeOrder),
  ],
})

export const entropyChecks: readonly Check[] = [
  defineCheck({
    id: 'op/credential-entropy',
    title: 'must issue codes and tokens that cannot be guessed',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(6749, '10.10'), asvs('7.2.3')],
    needs: ['op'],
    fix: 'Take 16 bytes or more from the cryptographic random generator of the system for each code and each token. What is found is an upper bound: text that looks random may still not be.',
    knownIncidents: 'Codes made of the time and a counter.',
    skipIf: needsClient,
    before: [discover],
    flows: {
      'a sample': [
        { do: 'sign-in', as: 'samples', repeat: { times: samples }, required: true },
        unpredictable('codes', 'samples.code'),
        unpredictable('refresh tokens', 'samples.refresh_token'),
        unpredictable('access tokens', 'samples.access_token'),
      ],
    },
  }),
]
