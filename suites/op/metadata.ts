import { isDeepStrictEqual } from 'node:util'
import { defineCheck, oidcDiscovery, rfc } from '../../harness/define.ts'
import { advisory, jsonAnswer, rule } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'
import { get, issuerOf, jsonOf, metadataPaths } from '../../harness/oauth-client/provider.ts'

type Metadata = Readonly<Record<string, unknown>>

interface Document {
  readonly kind: 'openid' | 'oauth'
  readonly metadata: Metadata
  /** As declared. */
  readonly issuer: string
}

const required = {
  oauth: ['issuer', 'authorization_endpoint', 'token_endpoint', 'response_types_supported'],
  openid: [
    ...['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri', 'response_types_supported'],
    ...['subject_types_supported', 'id_token_signing_alg_values_supported'],
  ],
} as const

const isLocal = ({ hostname }: URL): boolean => /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)

const namesOf = (names: readonly string[]): string | undefined => (names.length === 0 ? undefined : names.join(', '))

/** Whether this is no absolute address without a fragment, by https but on the own machine or for an issuer without it. */
function isIllAddress(value: unknown, issuer: string): boolean {
  const url = typeof value === 'string' ? URL.parse(value) : null
  return (
    url === null ||
    url.hash !== '' ||
    !(url.protocol === 'https:' || (url.protocol === 'http:' && (isLocal(url) || issuer.startsWith('http:'))))
  )
}

const algorithmsWithNone = ({ metadata }: Document, pattern: RegExp): string | undefined =>
  namesOf(
    Object.entries(metadata).flatMap(([name, value]) =>
      pattern.test(name) && Array.isArray(value) && value.includes('none') ? [`none in ${name}`] : [],
    ),
  )

const expectations: readonly Expectation<Document>[] = [
  rule('names the issuer exactly as it is declared', ({ metadata, issuer }) =>
    metadata.issuer === issuer
      ? undefined
      : `issuer is ${JSON.stringify(metadata.issuer)}, not ${JSON.stringify(issuer)}`,
  ),
  rule('has the required members', ({ kind, metadata }) =>
    namesOf(required[kind].filter((name) => metadata[name] === undefined).map((name) => `no ${name}`)),
  ),
  rule('names its endpoints by absolute https addresses without a fragment', ({ metadata, issuer }) =>
    namesOf(
      Object.entries(metadata).flatMap(([name, value]) =>
        /(_endpoint|jwks_uri)$/.test(name) && isIllAddress(value, issuer)
          ? [`${name} is ${JSON.stringify(value)}`]
          : [],
      ),
    ),
  ),
  rule('has no empty list', ({ metadata }) =>
    namesOf(
      Object.entries(metadata).flatMap(([name, value]) =>
        Array.isArray(value) && value.length === 0 ? [`${name} is empty`] : [],
      ),
    ),
  ),
  rule('does not let clients authenticate with alg none', (document) =>
    algorithmsWithNone(document, /_endpoint_auth_signing_alg_values_supported$/),
  ),
  advisory(
    rule('does not offer unsigned ID tokens', (document) => algorithmsWithNone(document, /^id_token_signing_alg/)),
  ),
  advisory(
    rule('says that it takes PKCE with S256', ({ metadata: { code_challenge_methods_supported: methods } }) =>
      Array.isArray(methods) && methods.includes('S256')
        ? undefined
        : `code_challenge_methods_supported is ${JSON.stringify(methods) ?? 'absent'}`,
    ),
  ),
]

interface Pair {
  readonly openid: Metadata
  readonly oauth: Metadata
}

const agreement: Expectation<Pair> = rule('says the same in both documents', ({ openid, oauth }) =>
  namesOf(
    Object.keys(openid)
      .filter((name) => oauth[name] !== undefined && !isDeepStrictEqual(openid[name], oauth[name]))
      .map((name) => `${name} differs`),
  ),
)

export const metadataChecks: readonly Check[] = [
  defineCheck({
    id: 'op/metadata-valid',
    title: 'publishes complete and consistent metadata',
    level: 'MUST',
    severity: 'high',
    spec: [
      oidcDiscovery('3', 'ProviderMetadata'),
      oidcDiscovery('4.2', 'ProviderConfigurationResponse'),
      oidcDiscovery('4.3', 'ProviderConfigurationValidation'),
      rfc(8414, '2'),
      rfc(8414, '3.2'),
      rfc(9068, '4'),
    ],
    needs: ['op'],
    fix: 'Make both documents from one source, and the issuer identifier the same text everywhere: in the metadata, in tokens and in the configuration of clients.',
    knownIncidents: 'An issuer with a slash more than its tokens have; two documents of which one was forgotten.',
    sends: 'GET for both well-known documents; one of them is enough.',
    passes: `answers in JSON; ${expectations.map(({ text }) => text).join('; ')}; ${agreement.text}`,
    async run(context) {
      const { send, expect } = context
      const issuer = issuerOf(context)
      const paths = metadataPaths(issuer)
      const found: Partial<Record<keyof Pair, Metadata>> = {}
      const answers: Observed[] = []
      for (const kind of ['openid', 'oauth'] as const) {
        const observed = await send(kind, get(paths[kind]))
        answers.push(observed)
        if (observed.unmasked?.status !== 200) continue
        const metadata = jsonOf(observed)
        found[kind] = metadata ?? {}
        expect(kind, observed, [jsonAnswer()], [observed])
        if (metadata) expect(`${kind}: its members`, { kind, metadata, issuer }, expectations, [observed])
      }
      const { openid, oauth } = found
      const any = rule<Partial<Pair>>('answers one of the two addresses', (pair) =>
        pair.openid || pair.oauth ? undefined : `nothing at ${paths.openid} or ${paths.oauth}`,
      )
      expect('either', found, [any], answers)
      if (openid && oauth) expect('both', { openid, oauth }, [agreement], answers)
    },
  }),
]
