import { defineCheck, oidcDiscovery, rfc } from '../../harness/define.ts'
import { accepted, doesNotCrash, rejected, survivesWaiting } from '../../harness/expect/index.ts'
import { hmacToken } from '../../harness/forge/hmac.ts'
import { partsOf } from '../../harness/forge/parts.ts'
import { headerOf } from '../../harness/forge/tamper.ts'
import { untrustedSignerFor } from '../../harness/forge/untrusted-signer.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Expectation } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { needsNewKey } from '../jwks/expect.ts'
import { endsOf, freshKid, signedBy, usualAlg, usualToken, withOwnKeys } from './own-keys.ts'
import { weakKeys } from './weak.ts'

/** A key of ours in the JWK Set of the issuer, and a token by it. */
export interface PublishedKey {
  readonly jwk: object
  readonly attempt: () => Promise<Attempt>
  readonly expect: readonly Expectation[]
}

type Published = Readonly<Record<string, PublishedKey>>

/** Publishes all of them at once, and tries a token by each. */
async function tryPublished(context: RunContext, published: Published): Promise<void> {
  const keys = Object.values(published).map(({ jwk }) => jwk)
  await withOwnKeys(context, keys, async (fetched) => {
    if (!fetched.reached) {
      const expectations = [survivesWaiting(), needsNewKey('must use the published keys')]
      return context.expect('a good key beside them', fetched, expectations, endsOf(fetched))
    }
    for (const [name, { attempt, expect }] of Object.entries(published)) {
      const observed = await context.send(name, await attempt())
      context.expect(name, observed, expect, [observed])
    }
    const usual = await context.send('the usual key', usualToken(context))
    context.expect('the usual key', usual, [accepted()], [usual])
  })
}

const secret = Buffer.from('a secret that the whole world can read in the JWK Set')

function symmetric(context: RunContext): Published {
  const k = secret.toString('base64url')
  const { jwk } = untrustedSignerFor(usualAlg(context))
  const [oct, mixed] = [freshKid('oct'), freshKid('mixed')]
  const by = (kid: string) => async (): Promise<Attempt> => {
    const token = await context.mint()
    const { typ } = headerOf(token)
    return { token: hmacToken('HS256', secret, partsOf(token).payload, { typ, kid }) }
  }
  return {
    'a symmetric key': {
      jwk: { kty: 'oct', kid: oct, use: 'sig', alg: 'HS256', k },
      attempt: by(oct),
      expect: [rejected()],
    },
    'the member k in an asymmetric key': { jwk: { ...jwk, kid: mixed, k }, attempt: by(mixed), expect: [rejected()] },
  }
}

function marked(context: RunContext): Published {
  const signer = untrustedSignerFor(usualAlg(context))
  const { use: _, ...unmarked } = signer.jwk
  const markedAs = (name: string, marks: object, expect: readonly Expectation[]): readonly [string, PublishedKey] => {
    const kid = freshKid('marked')
    return [name, { jwk: { ...unmarked, ...marks, kid }, attempt: signedBy(context, signer, { kid }), expect }]
  }
  return Object.fromEntries([
    markedAs('use: enc', { use: 'enc' }, [rejected()]),
    markedAs('key_ops: encrypt', { key_ops: ['encrypt'] }, [rejected()]),
    markedAs('key_ops: sign, which belongs to a private key', { key_ops: ['sign'] }, [doesNotCrash()]),
    markedAs('use: sig', { use: 'sig' }, [accepted()]),
  ])
}

const because = 'The keys are published at the issuer first, and tokens are sent once the target has fetched them.'

export const publishedKeyChecks: readonly Check[] = [
  defineCheck({
    id: 'key/oct-decoy-ignored',
    title: 'must not verify a token with a symmetric key from the JWK Set',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(7517, '9.2'), rfc(8725, '3.1'), rfc(7517, '5')],
    needs: ['issuer', 'jwks'],
    fix: 'Use only asymmetric keys of a JWK Set, and only the algorithms that you have chosen yourself.',
    knownIncidents: 'Verifiers that use the algorithm of the token and any key that has its kid.',
    sends:
      'With a symmetric key in the JWK Set, and a member k in an asymmetric one: HS256 tokens under that secret which name those keys.',
    passes: 'must reject them, and accept tokens by the valid keys beside them',
    because,
    exclusive: true,
    run: (context) => tryPublished(context, symmetric(context)),
  }),
  defineCheck({
    id: 'key/use-and-ops',
    title: 'must not verify a token with a published key that is marked for another use',
    level: 'security',
    severity: 'medium',
    spec: [rfc(7517, '4.2'), rfc(7517, '4.3'), oidcDiscovery('3', 'ProviderMetadata')],
    needs: ['issuer', 'jwks'],
    fix: 'Ignore keys whose use is not sig or whose key_ops lack verify, where they have these members.',
    knownIncidents: 'Libraries that ignore use and key_ops altogether.',
    sends:
      'Valid tokens by keys in the JWK Set that are marked use: enc, key_ops: encrypt, key_ops: sign, and use: sig.',
    passes: 'must reject those by the keys for encryption, and accept the one by the key for signatures',
    because,
    exclusive: true,
    run: (context) => tryPublished(context, marked(context)),
  }),
  defineCheck({
    id: 'key/weak-or-invalid-jwk',
    title: 'must not verify a token with a published key that is too small or malformed',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(7518, '3.3'), rfc(8725, '3.4'), rfc(7517, '5')],
    needs: ['issuer', 'jwks'],
    fix: 'Use RSA keys of 2048 bits or more and points that lie on their curve, and ignore all other keys.',
    knownIncidents: 'Libraries without a minimum size; errors about one key that became a 500 for all tokens.',
    sends:
      'Tokens by keys in the JWK Set: RSA of 512 and 1024 bits, with the exponent 1, an even or an empty modulus; points off the curve or of a wrong length.',
    passes:
      'must reject them without a 5xx (the exponent 1 is a warning), and accept tokens by the valid keys beside them',
    because,
    exclusive: true,
    run: (context) => tryPublished(context, weakKeys(context)),
  }),
]
