import { asvs, defineCheck, oauth21, rfc } from '../../harness/define.ts'
import { advisory, grantRejected, noCodeSent, noteWhenSent } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import type { Parameters } from '../../harness/oauth-client/parameters.ts'
import { type Grant, openProvider, type Provider, randomText, s256 } from '../../harness/oauth-client/provider.ts'

/** One character less than a verifier has at least (RFC 7636 §4.1). */
const short = randomText().slice(0, 42)

/** What is wrong with a verifier, where the challenge was good. */
const wrongVerifiers: Readonly<Record<string, (grant: Grant) => string | undefined>> = {
  'another verifier': () => randomText(),
  'no verifier': () => undefined,
  'an empty verifier': () => '',
  'the challenge as the verifier': ({ verifier }) => s256(verifier),
  'the beginning of the verifier': ({ verifier }) => verifier.slice(0, 20),
  'the verifier and more': ({ verifier }) => `${verifier}A`,
}

const noChallenge: Parameters = { code_challenge: undefined, code_challenge_method: undefined }

export const pkceChecks: readonly Check[] = [
  defineCheck({
    id: 'op/pkce-enforced',
    title: 'redeems a code only with the verifier of its challenge',
    level: 'MUST',
    severity: 'critical',
    spec: [
      rfc(7636, '4.4.1'),
      rfc(7636, '4.6'),
      rfc(9700, '2.1.1'),
      rfc(9700, '4.8.2'),
      oauth21('7.5.1'),
      asvs('10.4.6'),
    ],
    needs: ['op'],
    fix: 'Keep the challenge and its method with the code. With a challenge, hash the verifier and compare; without one, refuse every request that brings a verifier. Take S256 only, and demand a challenge of public clients.',
    knownIncidents: 'Servers that verify a verifier when there is one, and skip the step when it is left out.',
    sends: `A code each, redeemed with ${Object.keys(wrongVerifiers).join(', ')}; a verifier of 42 characters that fits; authorization requests with the method plain, by name and by omission, an unknown method, and no challenge. Where such a request is given a code, it is redeemed as far as the mistake would allow.`,
    passes:
      'gives out no token for a wrong verifier; refuses plain (a warning where the metadata advertise it), unknown methods and, for a public client, requests without a challenge; refuses a verifier for a code that had none',
    async run(context) {
      const provider = await openProvider(context)
      if (!provider) return
      const { expect } = context
      if (!(await provider.obtainTokens('the right verifier'))) return
      for (const [vector, wrong] of Object.entries(wrongVerifiers)) {
        const grant = await provider.obtainCode(vector)
        if (!grant) continue
        const parameters = { ...provider.redemption(grant), code_verifier: wrong(grant) }
        const observed = await provider.token(vector, parameters)
        expect(vector, observed, [grantRejected('invalid_grant', 'invalid_request')], [observed])
      }
      await tooShort(context, provider)
      await weakMethods(context, provider)
      await withoutChallenge(context, provider)
    },
  }),
]

async function tooShort({ expect }: RunContext, provider: Provider): Promise<void> {
  const vector = 'a verifier that is too short'
  const authorization = await provider.authorize(vector, { code_challenge: s256(short) })
  const code = authorization.response.get('code')
  if (code === null) {
    expect(vector, authorization, [noCodeSent()], authorization.answers)
    return
  }
  const observed = await provider.token(vector, {
    ...provider.redemption({ ...authorization, code }),
    code_verifier: short,
  })
  expect(vector, observed, [advisory(grantRejected('invalid_grant', 'invalid_request'))], [observed])
}

/** Methods that are none, or that hide nothing from whoever reads the authorization request (RFC 7636 §7.2). */
async function weakMethods({ expect }: RunContext, provider: Provider): Promise<void> {
  const plain = randomText()
  const { code_challenge_methods_supported: supported } = provider.metadata
  const advertised = Array.isArray(supported) && supported.includes('plain')
  const refusedOrWarned = advertised ? advisory(noCodeSent()) : noCodeSent()
  const requests = {
    'the method plain': { code_challenge: plain, code_challenge_method: 'plain' },
    'no method, which means plain': { code_challenge: plain, code_challenge_method: undefined },
  }
  for (const [vector, changes] of Object.entries(requests)) {
    const authorization = await provider.authorize(vector, changes)
    expect(vector, authorization, [refusedOrWarned], authorization.answers)
  }
  const unknown = await provider.authorize('an unknown method', { code_challenge_method: 'S999' })
  expect('an unknown method', unknown, [noCodeSent()], unknown.answers)
}

async function withoutChallenge({ expect }: RunContext, provider: Provider): Promise<void> {
  const vector = 'no challenge'
  const authorization = await provider.authorize(vector, noChallenge)
  // A confidential client of OpenID Connect may rely on the nonce instead (RFC 9700 §2.1.1).
  const may = provider.client.secret !== undefined
  expect(vector, authorization, [may ? noteWhenSent() : noCodeSent()], authorization.answers)
  const code = authorization.response.get('code')
  if (code === null) return
  const downgraded = 'a verifier though there was no challenge'
  const observed = await provider.token(downgraded, provider.redemption({ ...authorization, code }))
  expect(
    downgraded,
    observed,
    [grantRejected('invalid_grant', 'invalid_request')],
    [...authorization.answers, observed],
  )
}
