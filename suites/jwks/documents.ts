import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { doesNotCrash, ofWorst } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Step } from '../../harness/model/flow.ts'
import type { FaultStep } from '../../harness/model/steps/issuer.ts'
import {
  acceptsNewKeyFirst,
  allAccepted,
  answersWithinDeclared,
  eachRejectedWithoutKeys,
  newKeyAccepted,
} from './expect.ts'
import { onlyIfAccepted, useNewKey } from './new-key.ts'

type Fault = Pick<FaultStep, 'fault' | 'longerThan'>

const megabyte = 1024 ** 2

/** A document in place of the JWK Set. */
const document = (body: string, contentType = 'application/json'): Fault => ({
  fault: { kind: 'content-type', contentType, body },
})

/** Documents that are no JWK Set (RFC 7517 §5). */
const malformed: Readonly<Record<string, Fault>> = {
  'an empty object': document('{}'),
  'a list': document('[]'),
  null: document('null'),
  'keys is an object': document('{"keys":{}}'),
  'keys is null': document('{"keys":null}'),
  'keys that are no objects': document('{"keys":[null,1,"x",[]]}'),
  'a body of 10 MB': { fault: { kind: 'huge-body', bytes: 10 * megabyte } },
  'a body of 32 MB, compressed': { fault: { kind: 'huge-body', bytes: 32 * megabyte, gzip: true } },
  'a body that does not end in time': { fault: { kind: 'huge-body', ms: 10 }, longerThan: '{jwks.failWithin}' },
}

/** Unusual forms of a valid set, which a parser may accept or reject. */
const unusual: Readonly<Record<string, Fault>> = {
  'keys twice': document('{"keys":[],"keys":{valid.keys}}'),
  'a byte order mark': document('\uFEFF{valid.text}'),
  'another media type': document('{valid.text}', 'text/plain'),
}

/** Media types of a JWK Set (RFC 7517 §8.5.2), and of JSON with a parameter that has no meaning. */
const mediaTypes = ['application/jwk-set+json', 'application/json; charset=utf-8']

/** Publishes a new key in this form of the valid set. */
const withValidSet = (fault: Fault): readonly Step[] => [
  { do: 'publish', as: 'key' },
  { do: 'read-set', as: 'valid' },
  { do: 'fault', ...fault },
]

const flowsOf = (
  faults: Readonly<Record<string, Fault>>,
  steps: (fault: Fault) => readonly Step[],
): Readonly<Record<string, readonly Step[]>> =>
  Object.fromEntries(Object.entries(faults).map(([name, fault]) => [name, steps(fault)]))

export const malformedSetChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/malformed-set',
    title: 'must ignore a malformed JWK Set, and accept a valid one under each of its media types',
    // Not SHOULD, as in RFC 7517: a malformed set must never give access, so a warning is not enough.
    level: 'security',
    severity: 'medium',
    spec: [rfc(7517, '5'), rfc(7517, '8.5.2'), asvs('16.5.3')],
    needs: ['issuer', 'jwks'],
    fix: 'Check that the document is an object with a list of keys, limit its size and the time of the whole fetch, and keep the keys that you have when it is not valid.',
    knownIncidents: 'A KeyError that became a 500; time limits that cover only the head of the answer.',
    exclusive: true,
    before: useNewKey('before'),
    flows: {
      ...flowsOf(malformed, (fault) => [
        { do: 'fault', ...fault },
        { do: 'publish', as: 'key' },
        {
          do: 'send-until',
          key: '{key}',
          until: 'asked',
          expect: [eachRejectedWithoutKeys(), answersWithinDeclared()],
        },
      ]),
      ...flowsOf(unusual, (fault) => [
        ...withValidSet(fault),
        { do: 'send-until', key: '{key}', until: 'asked', expect: [ofWorst(doesNotCrash()), answersWithinDeclared()] },
      ]),
      ...Object.fromEntries(
        mediaTypes.map((type): [string, readonly Step[]] => [
          type,
          [
            ...onlyIfAccepted('before', type, 'must accept a valid JWK Set'),
            ...withValidSet(document('{valid.text}', type)),
            { do: 'send-until', key: '{key}', until: 'accepted', expect: [newKeyAccepted()] },
          ],
        ]),
      ),
    },
  }),
]

/** Keys that cannot be used, by their flaw, and the steps that make them. `key` is the valid key beside them. */
const unusable: Readonly<Record<string, { readonly keys: readonly (object | string)[]; readonly made?: Step }>> = {
  'keys of unknown types': {
    keys: [
      { kty: 'XYZ', kid: 'of-an-unknown-type', use: 'sig' },
      { kty: 'AKP', kid: 'post-quantum', use: 'sig', alg: 'ML-DSA-44', pub: 'A'.repeat(1750) },
      { kty: 'EC', kid: 'of-an-unknown-curve', use: 'sig', crv: 'BP-256', x: 'AAAA', y: 'AAAA' },
      { kty: 'oct', kid: 'symmetric', use: 'sig', alg: 'HS256', k: 'c2VjcmV0' },
    ],
  },
  'keys with missing or invalid members': {
    keys: [
      { kty: 'RSA', kid: 'without-a-modulus', use: 'sig', alg: 'RS256', e: 'AQAB' },
      { kty: 'RSA', kid: 'no-base64url', use: 'sig', alg: 'RS256', n: '***', e: '+/=' },
      { kty: 'EC', kid: 'off-the-curve', use: 'sig', alg: 'ES256', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) },
      { use: 'sig', alg: 'RS256' },
    ],
  },
  'a key of another type with the same kid': {
    made: { do: 'make-key', as: 'of another type', alg: 'another', kid: '{key.kid}' },
    keys: ['{of another type.jwk}'],
  },
  'a private key': { made: { do: 'make-key', as: 'private', alg: 'ES256' }, keys: ['{private.privateJwk}'] },
}

export const unusableKeyChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/bad-neighbours-ignored',
    title: 'must use the valid keys of a JWK Set, whatever else is in it',
    // Not SHOULD, as in RFC 7517: one key of a new type would lock out every user, which is more than a warning.
    level: 'security',
    severity: 'medium',
    spec: [rfc(7517, '5'), rfc(7517, '4')],
    needs: ['issuer', 'jwks'],
    fix: 'Parse each key of the set separately, and ignore those that you do not understand or cannot use.',
    knownIncidents:
      'A loop over all keys that fails at the first unknown one; a 500 for an EC key with the kid of an RSA key.',
    exclusive: true,
    before: [
      { do: 'publish', as: 'first key' },
      {
        do: 'send-until',
        as: 'before',
        key: '{first key}',
        until: 'accepted',
        expect: [acceptsNewKeyFirst('must accept a new key')],
        required: true,
      },
      { do: 'withdraw', kid: '{first key.kid}' },
    ],
    flows: Object.fromEntries(
      Object.entries(unusable).map(([name, { keys, made }]): [string, readonly Step[]] => [
        name,
        [
          { do: 'publish', as: 'key' },
          ...(made ? [made] : []),
          { do: 'publish-set', before: keys },
          { do: 'send-until', key: '{key}', until: 'accepted', expect: [newKeyAccepted()] },
          { do: 'send-tokens', as: `${name}, the usual key`, expect: [allAccepted(), ofWorst(doesNotCrash())] },
        ],
      ]),
    ),
  }),
]
