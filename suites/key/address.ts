import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { listenerNotAsked, rejected } from '../../harness/expect/index.ts'
import { certificatePem } from '../../harness/forge/certificate.ts'
import { encode, partsOf } from '../../harness/forge/parts.ts'
import { claimsOf } from '../../harness/forge/tamper.ts'
import type { Check } from '../../harness/model/check.ts'
import { strangerLike } from './stranger.ts'

/** Time for a request that the target makes after it has answered ours. */
const afterwardsMs = 50

/** Addresses that reach our listener, though a careless comparison takes them for the issuer's. */
const disguises = (listener: string, issuer: string): Readonly<Record<string, string>> => {
  const { host } = new URL(listener)
  const { protocol, host: trusted } = new URL(issuer)
  return {
    'our listener': listener,
    'the issuer as user information': `${protocol}//${trusted}@${host}`,
    'the issuer at the start': `${issuer}@${host}`,
  }
}

export const addressChecks: readonly Check[] = [
  defineCheck({
    id: 'key/jku-x5u-ignored',
    title: 'neither trusts nor fetches keys from an address in the token',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(8725, '3.10'), rfc(7515, '4.1.2'), rfc(7515, '4.1.5'), asvs('9.1.3')],
    needs: ['issuer'],
    fix: 'Ignore jku and x5u. Fetch keys only from the JWKS URI of your own configuration.',
    knownIncidents:
      'Key URLs that were fetched before they were checked, which made the server a client of any host; allow-lists that compared how the URL starts.',
    sends:
      'Tokens that a stranger signed, whose jku or x5u names a listener of ours (plain, and disguised as the issuer), a file or a closed port; the listener serves the key or certificate that would verify them.',
    passes: 'refuses them all, and our listener is never asked',
    async run({ token, issuer, send, listen, expect, pause }) {
      const { payload } = partsOf(token)
      const { stranger, kid, typ } = strangerLike(token)
      const listener = await listen((path) =>
        path.includes('.pem')
          ? certificatePem(stranger)
          : JSON.stringify({ keys: [stranger.jwk, { ...stranger.jwk, kid }] }),
      )
      const places = Object.entries(disguises(listener.url, issuer))
      const urls: Readonly<Record<string, { readonly jku: string } | { readonly x5u: string }>> = Object.fromEntries([
        ...places.flatMap(([name, base]) => [
          [`jku: ${name}`, { jku: `${base}/jwks.json` }],
          [`x5u: ${name}`, { x5u: `${base}/chain.pem` }],
        ]),
        ['jku: our listener, the issuer in its query', { jku: `${listener.url}/jwks.json?${issuer}` }],
        ['jku: our listener, the issuer in its fragment', { jku: `${listener.url}/jwks.json#${issuer}` }],
        ['jku: a file', { jku: 'file:///dev/null' }],
        ['jku: a closed port', { jku: 'http://127.0.0.1:1/jwks.json' }],
      ])
      const forged = Object.entries(urls).flatMap(([name, where]) => [
        [name, stranger.token(payload, { typ, kid: stranger.jwk.kid, ...where })] as const,
        [`${name}, a published kid`, stranger.token(payload, { typ, kid, ...where })] as const,
      ])
      const all = await Promise.all(
        forged.map(async ([vector, one]) => {
          const observed = await send(vector, { token: one })
          expect(vector, observed, [rejected()], [observed])
          return observed
        }),
      )
      await pause(afterwardsMs)
      expect('our listener', listener, [listenerNotAsked()], all.slice(0, 2))
    },
  }),
  defineCheck({
    id: 'key/no-issuer-driven-fetch',
    title: 'does not ask an issuer that only the token names',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(8725, '3.8'), rfc(8725, '3.10'), rfc(8414, '6.2')],
    needs: ['issuer'],
    fix: 'Compare iss with the issuers of your configuration first, byte for byte, and fetch metadata and keys only of those.',
    knownIncidents: 'Resolvers for "any tenant" that discover whatever iss says.',
    sends:
      'Tokens of a listener of ours, which serves sound metadata and keys, with its address (plain, and disguised as the trusted issuer) as iss.',
    passes: 'refuses them all, and our listener is never asked',
    async run({ token, issuer, send, listen, expect, pause }) {
      const { stranger, typ } = strangerLike(token)
      const listener = await listen((path) => {
        if (path.endsWith('/jwks.json')) return JSON.stringify({ keys: [stranger.jwk] })
        const [, base] = /^(.*)\/\.well-known\//.exec(path) ?? []
        if (base === undefined) return undefined
        return JSON.stringify({ issuer: listener.url + base, jwks_uri: `${listener.url}/jwks.json` })
      })
      const issuers = {
        ...disguises(listener.url, issuer),
        'our listener, with a slash': `${listener.url}/`,
        'our listener, the issuer in its path': `${listener.url}/${issuer}`,
      }
      const all = await Promise.all(
        Object.entries(issuers).map(async ([name, iss]) => {
          const payload = encode({ ...claimsOf(token), iss })
          const observed = await send(name, { token: stranger.token(payload, { typ, kid: stranger.jwk.kid }) })
          expect(name, observed, [rejected()], [observed])
          return observed
        }),
      )
      await pause(afterwardsMs)
      expect('our listener is not asked', listener, [listenerNotAsked()], all.slice(0, 2))
    },
  }),
]
