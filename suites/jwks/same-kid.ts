import { defineCheck, oidc, rfc } from '../../harness/define.ts'
import { survivesWaiting } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Step } from '../../harness/model/flow.ts'
import {
  acceptsNewKeyFirst,
  newKeyAccepted,
  sameAnswerEachTime,
  setRejectedWithoutCrash,
  withdrawnKeyRejected,
} from './expect.ts'
import { untilCacheExpired } from './rotation.ts'

const repetitions = 20

const repeatedly = (as: string, key: string): Step => ({
  do: 'send-tokens',
  as,
  key,
  parallel: repetitions,
  expect: [sameAnswerEachTime()],
})

export const sameKidChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/same-kid-replaced',
    title: 'must follow an issuer that replaces a key under the same kid',
    level: 'security',
    severity: 'medium',
    spec: [rfc(7517, '4.5'), oidc('10.1.1', 'RotateSigKeys')],
    needs: ['issuer', 'jwks'],
    fix: 'Replace the key that you keep for a kid with that of the newly fetched JWK Set.',
    knownIncidents: 'Maps from kid to key in which an entry is never replaced.',
    exclusive: true,
    flows: {
      'a replaced key': [
        { do: 'make-key', as: 'old' },
        { do: 'make-key', as: 'new', pair: 'new', kid: '{old.kid}' },
        { do: 'make-key', as: 'first other' },
        { do: 'publish-set', as: 'first set', after: ['{old.jwk}', '{first other.jwk}'] },
        {
          do: 'send-until',
          as: 'before',
          key: '{first other}',
          until: 'accepted',
          expect: [survivesWaiting(), acceptsNewKeyFirst('must accept a new key')],
          required: true,
        },
        { do: 'clear', fault: '{first set.id}' },
        // A token signed with another new key makes most targets fetch the set.
        { do: 'make-key', as: 'second other' },
        { do: 'publish-set', after: ['{new.jwk}', '{second other.jwk}'] },
        { do: 'send-until', as: 'the new set', key: '{second other}', until: 'accepted' },
        {
          do: 'send-until',
          as: 'the old key',
          key: '{old}',
          until: 'rejected',
          ...untilCacheExpired,
          expect: [withdrawnKeyRejected()],
        },
        {
          do: 'send-until',
          as: 'the new key',
          // A target that still has the old key cannot know the new one.
          if: { given: 'the old key.reached' },
          key: '{new}',
          until: 'accepted',
          ...untilCacheExpired,
          expect: [newKeyAccepted()],
        },
      ],
    },
  }),
  defineCheck({
    id: 'jwks/duplicate-kid',
    title: 'must give the same answer each time when two keys have the same kid',
    // Not SHOULD: access that comes and goes by chance must fail, and not warn.
    level: 'security',
    severity: 'low',
    spec: [rfc(7517, '4.5')],
    needs: ['issuer', 'jwks'],
    fix: 'Try each key that has the kid and fits the algorithm, or reject the tokens of all of them.',
    knownIncidents: 'Maps whose order changes, so that the key that is found changes, too.',
    exclusive: true,
    flows: {
      'two keys with one kid': [
        { do: 'make-key', as: 'one' },
        { do: 'make-key', as: 'other', pair: 'new', kid: '{one.kid}' },
        { do: 'make-key', as: 'beside another type' },
        { do: 'make-key', as: 'of another type', alg: 'another', kid: '{beside another type.kid}' },
        { do: 'make-key', as: 'control' },
        {
          do: 'publish-set',
          after: ['{one.jwk}', '{other.jwk}', '{of another type.jwk}', '{beside another type.jwk}', '{control.jwk}'],
        },
        { do: 'send-until', as: 'the set', key: '{control}', until: 'accepted', expect: [setRejectedWithoutCrash()] },
        { do: 'stop', if: { missing: 'the set.reached' } },
        repeatedly('the first of two keys of one type', '{one}'),
        repeatedly('the second of two keys of one type', '{other}'),
        repeatedly('a key beside one of another type', '{beside another type}'),
      ],
    },
  }),
]
