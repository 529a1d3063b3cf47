import { apiTop10, defineCheck, rfc } from '../../harness/define.ts'
import { asksWithoutCredentials, notFollowed } from '../../harness/expect/index.ts'
import { newUntrustedSigner } from '../../harness/forge/untrusted-signer.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { watchFetches } from './fetches.ts'
import { freshKid, signedBy, usualAlg } from './foreign-keys.ts'
import { withFault, withFreshKey } from './fresh-key.ts'
import { neverKnown } from './never-known.ts'
import { cooldownOver } from './renewal.ts'
import { untilAsked } from './until-asked.ts'
import { untilKnown } from './wait.ts'

/** What a caller might have sent, and nobody else may see. */
const callers = ['Cookie: session=of-the-caller', 'Proxy-Authorization: Basic b2Y6Y2FsbGVy']

export const hygieneChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/fetch-hygiene',
    title: 'asks for keys without the credentials of its callers, and goes nowhere else for them',
    level: 'security',
    severity: 'medium',
    spec: [rfc(8725, '3.10'), rfc(8414, '6.2'), rfc(7517, '9.1'), apiTop10(7)],
    needs: ['issuer', 'jwks'],
    fix: 'Fetch with a client of its own, without the fields of the request that is being answered, and with redirects off.',
    knownIncidents: 'HTTP clients that are shared with a proxy and pass its fields on; verify=False in samples.',
    sends:
      'Tokens by a new key, with cookies, until the target has asked for keys. Then, while the issuer redirects to a listener of ours at another origin, tokens by a key that only this listener serves.',
    passes: 'asks by GET without credentials or a query, and does not ask the listener',
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
    await untilKnown(context, 'a new key', key)
    const requests = await fetches.entries()
    const expectation = requests.length > 0 ? asksWithoutCredentials() : neverKnown('asks for keys')
    context.expect('the requests for keys', requests, [expectation], answers.slice(0, 1))
  })
}

async function redirects(context: RunContext): Promise<void> {
  const stranger = newUntrustedSigner(usualAlg(context))
  const kid = freshKid('elsewhere')
  const { keys } = await context.control.jwks()
  // With the usual keys, so that a target which follows goes on working.
  const listener = await context.listen(() => JSON.stringify({ keys: [...keys, { ...stranger.jwk, kid }] }))
  const attempt = signedBy(context, stranger, { kid })
  const name = 'a redirect to another origin'
  await cooldownOver(context)
  const elsewhere = { kind: 'redirect', location: `${listener.url}/jwks.json` } as const
  const answers = await withFault(context, elsewhere, () => untilAsked(context, name, { attempt }))
  context.expect(name, listener, [notFollowed()], answers.slice(0, 1))
}
