import { defineCheck, oidcDiscovery, rfc } from '../../harness/define.ts'
import { advisory, jsonAnswer, jsonObject, rule } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import type { InFlow, Step } from '../../harness/model/flow.ts'

type Kind = 'openid' | 'oauth'
type Metadata = Readonly<Record<string, unknown>>

interface Document {
  readonly kind: Kind
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

/** An endpoint is an absolute address without a fragment, by https but on the own machine or of an issuer without it. */
function isBadAddress(value: unknown, issuer: string): boolean {
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
  rule('must name the issuer exactly as it is declared', ({ metadata, issuer }) =>
    metadata.issuer === issuer
      ? undefined
      : `issuer is ${JSON.stringify(metadata.issuer)}, not ${JSON.stringify(issuer)}`,
  ),
  rule('must have the required members', ({ kind, metadata }) =>
    namesOf(required[kind].filter((name) => metadata[name] === undefined).map((name) => `no ${name}`)),
  ),
  rule('must name its endpoints by absolute https addresses without a fragment', ({ metadata, issuer }) =>
    namesOf(
      Object.entries(metadata).flatMap(([name, value]) =>
        /(_endpoint|jwks_uri)$/.test(name) && isBadAddress(value, issuer)
          ? [`${name} is ${JSON.stringify(value)}`]
          : [],
      ),
    ),
  ),
  rule('must have no empty list', ({ metadata }) =>
    namesOf(
      Object.entries(metadata).flatMap(([name, value]) =>
        Array.isArray(value) && value.length === 0 ? [`${name} is empty`] : [],
      ),
    ),
  ),
  rule('must not let clients authenticate with alg none', (document) =>
    algorithmsWithNone(document, /_endpoint_auth_signing_alg_values_supported$/),
  ),
  advisory(
    rule('must not offer unsigned ID tokens', (document) => algorithmsWithNone(document, /^id_token_signing_alg/)),
  ),
  advisory(
    rule('must advertise PKCE with S256', ({ metadata: { code_challenge_methods_supported: methods } }) =>
      Array.isArray(methods) && methods.includes('S256')
        ? undefined
        : `code_challenge_methods_supported is ${JSON.stringify(methods) ?? 'absent'}`,
    ),
  ),
]

/** The document of a step; undefined where the address answers another status. */
function documentOf(flow: InFlow, kind: Kind): Metadata | undefined {
  const [answer] = flow.answersOf(kind)
  return answer?.unmasked?.status === 200 ? (jsonObject(answer.unmasked.body) ?? {}) : undefined
}

/** An expectation on one document. One that is not JSON, `jsonAnswer` judges. */
const of = (kind: Kind, { text, judge }: Expectation<Document>): Expectation<InFlow> => ({
  text,
  judge: (flow) => {
    const metadata = documentOf(flow, kind) ?? {}
    const issuer = String(flow.value('declaredIssuer'))
    return Object.keys(metadata).length === 0 ? { kind: 'met' } : judge({ kind, metadata, issuer })
  },
})

const isJson = (kind: Kind): Expectation<InFlow> => ({
  text: jsonAnswer().text,
  judge: ({ answersOf }) => {
    const [answer] = answersOf(kind)
    return answer ? jsonAnswer().judge(answer) : { kind: 'met' }
  },
})

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  )

const sameInBoth: Expectation<InFlow> = rule('must say the same in both documents', (flow) => {
  const [openid = {}, oauth = {}] = [documentOf(flow, 'openid'), documentOf(flow, 'oauth')]
  return namesOf(
    Object.keys(openid)
      .filter((name) => oauth[name] !== undefined && canonical(openid[name]) !== canonical(oauth[name]))
      .map((name) => `${name} differs`),
  )
})

const either: Expectation<InFlow> = rule('must answer at one of the two addresses', (flow) =>
  documentOf(flow, 'openid') || documentOf(flow, 'oauth')
    ? undefined
    : `nothing at ${flow.value('wellKnown.openid')} or ${flow.value('wellKnown.oauth')}`,
)

const read = (kind: Kind): readonly Step[] => [
  {
    do: 'send',
    as: kind,
    attempt: { method: 'GET', path: `{wellKnown.${kind}}`, authorization: [], body: '', captureBody: true },
  },
  {
    do: 'judge',
    as: `${kind}: its members`,
    if: { equal: { [`${kind}.status`]: 200 } },
    expect: [isJson(kind), ...expectations.map((one) => of(kind, one))],
    evidence: [kind],
  },
]

export const metadataChecks: readonly Check[] = [
  defineCheck({
    id: 'op/metadata-valid',
    title: 'must publish complete and consistent metadata',
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
    fix: 'Make both documents from one source. Write the issuer identifier the same way everywhere: in the metadata, in tokens and in the configuration of clients.',
    knownIncidents:
      'An issuer that has a slash more than its tokens say; two documents, one of which was forgotten in a change.',
    flows: {
      metadata: [
        ...read('openid'),
        ...read('oauth'),
        { do: 'judge', as: 'either', expect: [either], evidence: ['openid', 'oauth'] },
        {
          do: 'judge',
          as: 'both',
          if: { equal: { 'openid.status': 200, 'oauth.status': 200 } },
          expect: [sameInBoth],
          evidence: ['openid', 'oauth'],
        },
      ],
    },
  }),
]
