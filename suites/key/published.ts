import { defineCheck, oidcDiscovery, rfc } from '../../harness/define.ts'
import { accepted, advisory, doesNotCrash, ofWorst, rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import type { Condition, Step } from '../../harness/model/flow.ts'
import type { MakeKeyStep } from '../../harness/model/steps/issuer.ts'
import { acceptsNewKeyFirst, setRejectedWithoutCrash } from '../jwks/expect.ts'

/** A key of ours in the JWK Set of the issuer, and what becomes of a token that names it. */
interface PublishedKey {
  readonly key: Omit<MakeKeyStep, 'do' | 'as' | 'if'>
  readonly if?: Condition
  /** Another key that signs the token. */
  readonly signedBy?: string
  readonly expect: Expectation
}

/** Publishes all of them at once, and a good key after them; tries a token by each when the target has fetched them. */
function tryPublished(published: Readonly<Record<string, PublishedKey>>, made: readonly Step[] = []): readonly Step[] {
  const all = Object.entries(published).map(([name, one], index) => ({ ...one, name, as: `key ${index + 1}` }))
  return [
    ...made,
    ...all.map(
      ({ key, as, if: condition }): Step => ({ do: 'make-key', as, ...key, ...(condition && { if: condition }) }),
    ),
    { do: 'make-key', as: 'control' },
    { do: 'publish-set', made: [...all.map(({ as }) => as), 'control'] },
    {
      do: 'send-until',
      as: 'a good key beside them',
      key: '{control}',
      until: 'accepted',
      expect: [setRejectedWithoutCrash(), acceptsNewKeyFirst('must use the published keys')],
      required: true,
    },
    ...all.map(
      ({ name, as, signedBy, expect }): Step => ({
        do: 'send-tokens',
        as: name,
        key: signedBy ?? `{${as}}`,
        expect: [ofWorst(expect)],
      }),
    ),
    { do: 'send-tokens', as: 'the usual key', expect: [ofWorst(accepted())] },
  ]
}

const symmetric: Readonly<Record<string, PublishedKey>> = {
  'a symmetric key': { key: { alg: 'HS256' }, expect: rejected() },
  'the member k in an asymmetric key': {
    key: { kid: '{secret.kid}', jwk: { k: '{secret.jwk.k}' } },
    signedBy: '{secret}',
    expect: rejected(),
  },
}

const marked: Readonly<Record<string, PublishedKey>> = {
  'use: enc': { key: { jwk: { use: 'enc' } }, expect: rejected() },
  'key_ops: encrypt': { key: { jwk: { key_ops: ['encrypt'] }, without: ['use'] }, expect: rejected() },
  'key_ops: sign, which belongs to a private key': {
    key: { jwk: { key_ops: ['sign'] }, without: ['use'] },
    expect: doesNotCrash(),
  },
  'use: sig': { key: { jwk: { use: 'sig' } }, expect: accepted() },
}

const [isRsa, isCurve] = [{ given: 'good.jwk.n' }, { given: 'good.jwk.x' }]

/** Keys that RFC 7518 forbids, of the type that the target accepts: §3.3 for RSA, §6.2.1.2 for points. */
const weak: Readonly<Record<string, PublishedKey>> = {
  'RSA of 1024 bits': { if: isRsa, key: { bits: 1024 }, expect: rejected() },
  'RSA of 512 bits': { if: { equal: { 'good.jwk.alg': 'RS256' } }, key: { bits: 512 }, expect: rejected() },
  // The issuer would have to publish such a key, and well-known libraries accept it.
  'the exponent 1': { if: isRsa, key: { exponent: 1 }, expect: advisory(rejected()) },
  'an even modulus': { if: isRsa, key: { jwk: { n: '{good.jwk.n|made-even}' } }, expect: rejected() },
  'an empty modulus': { if: isRsa, key: { jwk: { n: '' } }, expect: rejected() },
  'a point off the curve': {
    if: isCurve,
    key: { jwk: { x: '{good.jwk.y}', y: '{good.jwk.x}' } },
    expect: rejected(),
  },
  'an empty coordinate': { if: isCurve, key: { jwk: { x: '' } }, expect: rejected() },
  // No RFC says whether the same number with a zero byte before it must be accepted.
  'a coordinate that is too long': {
    if: isCurve,
    key: { jwk: { x: '{good.jwk.x|with-zero-byte}' } },
    expect: doesNotCrash(),
  },
  'a coordinate that is cut off': {
    if: isCurve,
    key: { jwk: { x: '{good.jwk.x|without-last-byte}' } },
    expect: rejected(),
  },
}

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
    exclusive: true,
    flows: { 'HS256 tokens': tryPublished(symmetric, [{ do: 'make-key', as: 'secret', alg: 'HS256' }]) },
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
    exclusive: true,
    flows: { 'marked keys': tryPublished(marked) },
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
    exclusive: true,
    flows: { 'weak keys': tryPublished(weak, [{ do: 'make-key', as: 'good' }]) },
  }),
]
