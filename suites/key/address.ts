import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Step } from '../../harness/model/flow.ts'
import type { Forgery } from '../../harness/model/forgery.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { notContacted } from './expect.ts'

const unreachable = ({ onLoopback }: TargetConfig): string | undefined =>
  onLoopback ? undefined : 'our listener is on this machine, where only a target on it would find the address'

/** Milliseconds for a request that the target sends after it has answered ours. */
const afterwards = 50

const [listener, issuer] = ['{listener.url}', '{issuer}']

/** Addresses that reach our listener, though a careless comparison considers them the issuer's. */
const disguises: Readonly<Record<string, string>> = {
  'our listener': listener,
  'the issuer as user information': '{issuer|origin}@{listener.url|host}',
  'the issuer at the start': `${issuer}@{listener.url|host}`,
}

/** Sends each token by name, and judges the listener when all are answered. */
const sendAll = (tokens: Readonly<Record<string, Forgery>>, as: string): readonly Step[] => [
  ...Object.entries(tokens).map(
    ([name, token]): Step => ({
      do: 'send',
      as: name,
      attempt: { forge: { ...token, signature: 'untrusted' } },
      expect: [rejected()],
    }),
  ),
  { do: 'wait', ms: afterwards },
  { do: 'judge', as, expect: [notContacted('listener')], evidence: Object.keys(tokens).slice(0, 2) },
]

const addresses: Readonly<Record<string, { readonly jku: string } | { readonly x5u: string }>> = {
  ...Object.fromEntries(
    Object.entries(disguises).flatMap(([name, base]) => [
      [`jku: ${name}`, { jku: `${base}/jwks.json` }],
      [`x5u: ${name}`, { x5u: `${base}/chain.pem` }],
    ]),
  ),
  'jku: our listener, the issuer in its query': { jku: `${listener}/jwks.json?${issuer}` },
  'jku: our listener, the issuer in its fragment': { jku: `${listener}/jwks.json#${issuer}` },
  'jku: a file': { jku: 'file:///dev/null' },
  'jku: a closed port': { jku: 'http://127.0.0.1:1/jwks.json' },
}

const withAddress: Readonly<Record<string, Forgery>> = Object.fromEntries(
  Object.entries(addresses).flatMap(([name, header]): readonly [string, Forgery][] => [
    [name, { header: { kid: '{untrusted.kid}', ...header } }],
    [`${name}, a published kid`, { header }],
  ]),
)

const issuers: Readonly<Record<string, string>> = {
  ...disguises,
  'our listener, with a slash': `${listener}/`,
  'our listener, the issuer in its path': `${listener}/${issuer}`,
}

const ofIssuer: Readonly<Record<string, Forgery>> = Object.fromEntries(
  Object.entries(issuers).map(([name, iss]) => [name, { header: { kid: '{untrusted.kid}' }, claims: { iss } }]),
)

export const addressChecks: readonly Check[] = [
  defineCheck({
    id: 'key/jku-x5u-ignored',
    title: 'must neither trust nor fetch keys from an address in the token',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(8725, '3.10'), rfc(7515, '4.1.2'), rfc(7515, '4.1.5'), asvs('9.1.3')],
    needs: ['jwt'],
    skipIf: unreachable,
    fix: 'Ignore jku and x5u. Fetch keys only from the JWKS URI of your own configuration.',
    knownIncidents:
      'Key URLs that were fetched before they were checked, which made the server a client of any host; allow-lists that compared how the URL starts.',
    flows: {
      'addresses in the header': [
        {
          do: 'listen',
          as: 'listener',
          keys: ['{untrusted.jwk}', '{untrusted.jwkWithPublishedKid}'],
          pem: '{untrusted.pem}',
        },
        ...sendAll(withAddress, 'our listener'),
      ],
    },
  }),
  defineCheck({
    id: 'key/no-issuer-driven-fetch',
    title: 'must not contact an issuer that only the token names',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(8725, '3.8'), rfc(8725, '3.10'), rfc(8414, '6.2')],
    needs: ['jwt'],
    skipIf: unreachable,
    fix: 'Compare iss with the issuers of your configuration first, byte for byte, and fetch metadata and keys only of those.',
    knownIncidents: 'Resolvers for "any tenant" that fetch the metadata of whatever iss names.',
    flows: {
      'issuers that nobody trusts': [
        { do: 'listen', as: 'listener', keys: ['{untrusted.jwk}'], metadata: true },
        ...sendAll(ofIssuer, 'our listener is not asked'),
      ],
    },
  }),
]
