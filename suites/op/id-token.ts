import { defineCheck, oidc } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Step } from '../../harness/model/flow.ts'
import { contents, given, maxAge, ofSignIn, same, sameAsBefore } from './expect/id-token.ts'
import { readKeySet } from './keys.ts'
import { discover, needsClient } from './steps.ts'

const first = 'at sign-in'
const second = 'another sign-in'
const refreshed = 'the refresh'

const verified = (as: string, token: string): Step => ({ do: 'verify', as, token, keys: '{the key set.keys}' })

export const idTokenChecks: readonly Check[] = [
  defineCheck({
    id: 'op/id-token-correct',
    title: 'must issue correct ID tokens at sign-in and at refresh',
    level: 'MUST',
    severity: 'high',
    spec: [
      oidc('2', 'IDToken'),
      oidc('3.1.3.6', 'CodeIDToken'),
      oidc('3.1.3.7', 'IDTokenValidation'),
      oidc('12.2', 'RefreshTokenResponse'),
    ],
    needs: ['op'],
    fix: 'Keep nonce, authentication time and subject with the authorization, and build every ID token from it. The audience is the client_id.',
    knownIncidents: 'ID tokens whose audience is the API, made by the code that makes access tokens.',
    skipIf: (config) =>
      needsClient(config) ??
      (config.features.op?.scope.split(' ').includes('openid') === false
        ? 'op.scope has no openid: it gives no ID tokens'
        : undefined),
    before: [discover],
    flows: {
      [first]: [
        readKeySet,
        { do: 'sign-in', as: first, with: { max_age: String(maxAge) }, required: true },
        { do: 'judge', as: 'an ID token', expect: [given(first)], evidence: [first], required: true },
        verified('its signature', `{${first}.id_token}`),
        {
          do: 'judge',
          as: 'at sign-in: its contents',
          expect: [...contents(first, 'its signature'), ...ofSignIn(first)],
          evidence: ['the key set', first],
        },
        { do: 'sign-in', as: second },
        {
          do: 'judge',
          as: 'at another sign-in',
          if: { given: `${second}.id_token` },
          expect: [same(first, second, ['iss', 'sub'])],
          evidence: [second],
        },
        // Times are whole seconds: an authentication time that moves would otherwise look the same.
        { do: 'wait', ms: 1100, if: { given: `${first}.refresh_token` } },
        { do: 'refresh', as: refreshed, token: `{${first}.refresh_token}` },
        { do: 'stop', if: { missing: `${refreshed}.id_token` } },
        verified('the signature after it', `{${refreshed}.id_token}`),
        {
          do: 'judge',
          as: 'at a refresh: its contents',
          expect: contents(refreshed, 'the signature after it'),
          evidence: ['the key set', first],
        },
        { do: 'judge', as: 'at a refresh', expect: [sameAsBefore(first, refreshed)], evidence: [first, refreshed] },
      ],
    },
  }),
]
