import { apiTop10, defineCheck, rfc } from '../../harness/define.ts'
import { newUntrustedSigner } from '../../harness/forge/untrusted-signer.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { needsNewKey, redirectNotFollowed, requestedWithoutCredentials } from './expect.ts'
import { watchFetches } from './fetches.ts'
import { freshKid, signedBy, usualAlg } from './foreign-keys.ts'
import { withFault, withFreshKey } from './fresh-key.ts'
import { cooldownOver } from './renewal.ts'
import { untilAsked } from './until-asked.ts'
import { untilAccepted } from './wait.ts'

/** Fields of a caller that no other server may receive. */
const callers = ['Cookie: session=of-the-caller', 'Proxy-Authorization: Basic b2Y6Y2FsbGVy']

export const hygieneChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/fetch-hygiene',
    title: 'must fetch keys without the credentials of its callers, and without following redirects to another origin',
    level: 'security',
    severity: 'medium',
    spec: [rfc(8725, '3.10'), rfc(8414, '6.2'), rfc(7517, '9.1'), apiTop10(7)],
    needs: ['issuer', 'jwks'],
    fix: 'Fetch with a separate HTTP client, without the fields of the request being answered, and with redirects off.',
    knownIncidents: 'HTTP clients shared with a proxy that forward its fields; verify=False in samples.',
    sends:
      'Tokens signed with a new key, with cookies, until the target asks for keys. Then, while the issuer redirects to a listener of ours at another origin, tokens signed with a key that only this listener publishes.',
    passes: 'must ask by GET without credentials or a query, and must not ask the listener',
    exclusive: true,
    async run(context) {
      await credentials(context)
      await redirects(context)
    },
  }),
]

async function credentials(context: RunContext): Promise<void> {
  await cooldownOver(context)
  const fetches = await watchFetches(context)
  await withFreshKey(context, async (key) => {
    const attempt = { ...key.attempt, fields: callers }
    const answers: readonly Observed[] = await untilAsked(context, 'with credentials of the caller', { attempt })
    await untilAccepted(context, 'a new key', key)
    const requests = await fetches.entries()
    const expectation =
      requests.length > 0 ? requestedWithoutCredentials() : needsNewKey('must request keys without credentials')
    context.expect('the requests for keys', requests, [expectation], answers.slice(0, 1))
  })
}

async function redirects(context: RunContext): Promise<void> {
  const stranger = newUntrustedSigner(usualAlg(context))
  const kid = freshKid('elsewhere')
  const { keys } = await context.control.jwks()
  // With the usual keys, so that a target that follows the redirect keeps working.
  const listener = await context.listen(() => JSON.stringify({ keys: [...keys, { ...stranger.jwk, kid }] }))
  const attempt = signedBy(context, stranger, { kid })
  const name = 'a redirect to another origin'
  await cooldownOver(context)
  const elsewhere = { kind: 'redirect', location: `${listener.url}/jwks.json` } as const
  const answers = await withFault(context, elsewhere, () => untilAsked(context, name, { attempt }))
  context.expect(name, listener, [redirectNotFollowed()], answers.slice(0, 1))
}
