import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import { certificatePem } from '../../harness/forge/certificate.ts'
import { encode, partsOf } from '../../harness/forge/parts.ts'
import { claimsOf } from '../../harness/forge/tamper.ts'
import { untrustedSignerLike } from '../../harness/forge/untrusted-signer.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Listener, RunContext } from '../../harness/model/run-context.ts'
import { listenerNotContacted } from './expect.ts'

/** Time for a request that the target sends after it has answered ours. */
const afterwardsMs = 50

const because =
  'The tokens name the address of a listener that is opened for the check, and what it was asked is judged.'

/** Addresses that reach our listener, though a careless comparison considers them the issuer's. */
const disguises = (listener: string, issuer: string): Readonly<Record<string, string>> => {
  const { host } = new URL(listener)
  const { protocol, host: trusted } = new URL(issuer)
  return {
    'our listener': listener,
    'the issuer as user information': `${protocol}//${trusted}@${host}`,
    'the issuer at the start': `${issuer}@${host}`,
  }
}

/** Sends each token by name, and judges the listener when all are answered. */
async function sendAll(
  { send, expect, pause }: RunContext,
  tokens: Readonly<Record<string, string>>,
  vector: string,
  listener: Listener,
): Promise<void> {
  const all = await Promise.all(
    Object.entries(tokens).map(async ([name, token]) => {
      const observed = await send(name, { token })
      expect(name, observed, [rejected()], [observed])
      return observed
    }),
  )
  await pause(afterwardsMs)
  expect(vector, listener, [listenerNotContacted()], all.slice(0, 2))
}

export const addressChecks: readonly Check[] = [
  defineCheck({
    id: 'key/jku-x5u-ignored',
    title: 'must neither trust nor fetch keys from an address in the token',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(8725, '3.10'), rfc(7515, '4.1.2'), rfc(7515, '4.1.5'), asvs('9.1.3')],
    needs: ['issuer'],
    fix: 'Ignore jku and x5u. Fetch keys only from the JWKS URI of your own configuration.',
    knownIncidents:
      'Key URLs that were fetched before they were checked, which made the server a client of any host; allow-lists that compared how the URL starts.',
    sends:
      'Tokens signed by an untrusted key, whose jku or x5u names a listener of ours (plain, and disguised as the issuer), a file or a closed port; the listener serves the key or certificate that would verify them.',
    passes: `must reject them all; ${listenerNotContacted().text}`,
    because,
    async run(context) {
      const { token, issuer, listen } = context
      const { payload } = partsOf(token)
      const { signer, kid, typ } = untrustedSignerLike(token)
      const listener = await listen((path) =>
        path.includes('.pem') ? certificatePem(signer) : JSON.stringify({ keys: [signer.jwk, { ...signer.jwk, kid }] }),
      )
      const headers: Readonly<Record<string, { readonly jku: string } | { readonly x5u: string }>> = Object.fromEntries(
        [
          ...Object.entries(disguises(listener.url, issuer)).flatMap(([name, base]) => [
            [`jku: ${name}`, { jku: `${base}/jwks.json` }],
            [`x5u: ${name}`, { x5u: `${base}/chain.pem` }],
          ]),
          ['jku: our listener, the issuer in its query', { jku: `${listener.url}/jwks.json?${issuer}` }],
          ['jku: our listener, the issuer in its fragment', { jku: `${listener.url}/jwks.json#${issuer}` }],
          ['jku: a file', { jku: 'file:///dev/null' }],
          ['jku: a closed port', { jku: 'http://127.0.0.1:1/jwks.json' }],
        ],
      )
      const tokens = Object.entries(headers).flatMap(([name, header]) => [
        [name, signer.token(payload, { typ, kid: signer.jwk.kid, ...header })],
        [`${name}, a published kid`, signer.token(payload, { typ, kid, ...header })],
      ])
      await sendAll(context, Object.fromEntries(tokens), 'our listener', listener)
    },
  }),
  defineCheck({
    id: 'key/no-issuer-driven-fetch',
    title: 'must not contact an issuer that only the token names',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(8725, '3.8'), rfc(8725, '3.10'), rfc(8414, '6.2')],
    needs: ['issuer'],
    fix: 'Compare iss with the issuers of your configuration first, byte for byte, and fetch metadata and keys only of those.',
    knownIncidents: 'Resolvers for "any tenant" that fetch the metadata of whatever iss names.',
    sends:
      'Tokens of a listener of ours, which serves valid metadata and keys, with its address (plain, and disguised as the trusted issuer) as iss.',
    passes: `must reject them all; ${listenerNotContacted().text}`,
    because,
    async run(context) {
      const { token, issuer, listen } = context
      const { signer, typ } = untrustedSignerLike(token)
      const listener = await listen((path) => {
        if (path.endsWith('/jwks.json')) return JSON.stringify({ keys: [signer.jwk] })
        const [, base] = /^(.*)\/\.well-known\//.exec(path) ?? []
        if (base === undefined) return undefined
        return JSON.stringify({ issuer: listener.url + base, jwks_uri: `${listener.url}/jwks.json` })
      })
      const issuers = {
        ...disguises(listener.url, issuer),
        'our listener, with a slash': `${listener.url}/`,
        'our listener, the issuer in its path': `${listener.url}/${issuer}`,
      }
      const tokens = Object.entries(issuers).map(([name, iss]) => {
        const payload = encode({ ...claimsOf(token), iss })
        return [name, signer.token(payload, { typ, kid: signer.jwk.kid })]
      })
      await sendAll(context, Object.fromEntries(tokens), 'our listener is not asked', listener)
    },
  }),
]
