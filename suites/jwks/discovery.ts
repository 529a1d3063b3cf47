import { asvs, defineCheck, oidcDiscovery, rfc } from '../../harness/define.ts'
import { accepted, allRejected, prerequisite } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { askEach, withLaunch } from '../config/launched.ts'
import { withFault } from './fresh-key.ts'

/** Other issuers that the metadata name; identifiers are compared character by character (RFC 3986 §6.2.1). */
function otherIssuers(issuer: string): Readonly<Record<string, string>> {
  const { protocol, host, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  return {
    'another tenant': `${issuer.replace(/\/$/, '')}/other`,
    'a trailing slash more or less': issuer.endsWith('/') ? issuer.slice(0, -1) : `${issuer}/`,
    'an upper-case scheme': issuer.replace(/^[a-z]+/, (scheme) => scheme.toUpperCase()),
    'the other scheme': `${protocol === 'https:' ? 'http' : 'https'}://${host}${path}`,
    'an unknown issuer': 'https://unknown.example',
  }
}

/** Starts the target while the metadata name another issuer, and sends it a valid token. */
async function startWithMetadataOf(context: RunContext, vector: string, issuer: string): Promise<void> {
  await withFault(context, { kind: 'wrong-issuer', endpoint: '*', issuer }, () =>
    withLaunch(context, {}, async (launched) => {
      const first = await askEach(launched, vector, [{}])
      const sent = [...first, ...(await askEach(launched, vector, [{}]))]
      context.expect(vector, sent, [allRejected()], sent)
    }),
  )
}

export const discoveryChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/discovery-issuer-mismatch',
    title: 'must not use metadata that name another issuer',
    level: 'MUST',
    severity: 'high',
    spec: [oidcDiscovery('4.3', 'ProviderConfigurationValidation'), rfc(8414, '3.3'), rfc(8414, '6.2'), asvs('10.5.3')],
    needs: ['started', 'launch', 'issuer'],
    exclusive: true,
    skipIf: ({ features }) =>
      features.launch?.discovery
        ? undefined
        : 'the target is not declared to find its keys by issuer metadata; in the configuration file: launch: { discovery: true }',
    fix: 'Compare the issuer in the metadata with the configured one, character by character, before any key is fetched.',
    knownIncidents: 'Clients that take jwks_uri from the document at the address without comparing the issuer in it.',
    sends: 'A valid token, twice, to the target that is started while the metadata of its issuer name another issuer.',
    passes: 'must fail to start, or reject the token',
    async run(context) {
      const vector = 'the right issuer'
      const [usual] = await withLaunch(context, {}, (launched) => askEach(launched, vector, [{}]))
      if (!usual) return
      context.expect(vector, usual, [prerequisite(accepted())], [usual])
      for (const [how, issuer] of Object.entries(otherIssuers(context.issuer)))
        await startWithMetadataOf(context, how, issuer)
    },
  }),
]
