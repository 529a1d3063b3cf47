import { apiTop10, asvs, defineCheck, rfc } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Flows, Step } from '../../harness/model/flow.ts'
import type { FaultStep, SendUntilStep } from '../../harness/model/steps/issuer.ts'
import {
  allAccepted,
  answersWithinDeclared,
  asQuickAs,
  eachRejectedWithoutKeys,
  newKeyAccepted,
  othersNotDelayed,
} from './expect.ts'
import { onlyIfAccepted, useNewKey } from './new-key.ts'

type Fault = FaultStep['fault']

const validTokens = 3

/** Failures of the whole issuer; its control API still works. */
const outages: Readonly<Record<string, Fault>> = {
  'the issuer drops connections': { endpoint: '*', kind: 'drop' },
  'the issuer answers 500': { endpoint: '*', kind: 'status', status: 500 },
  'the issuer does not answer': { endpoint: '*', kind: 'stall' },
}

/** Failures of the JWK Set endpoint. */
const failures: Readonly<Record<string, Fault>> = {
  'the issuer drops connections': { kind: 'drop' },
  'the issuer answers 500': { kind: 'status', status: 500 },
  'the issuer answers 404': { kind: 'status', status: 404 },
  'the issuer redirects without end': { kind: 'redirect' },
  'the issuer answers an HTML page': { kind: 'content-type', body: '<!doctype html><title>Please sign in</title>' },
  'the issuer breaks off its answer': { kind: 'truncate' },
}

/** A token signed with a key that was published during a failure, with other requests while it is pending. */
const duringFailure = (
  fault: Fault,
  { beforehand = [], ...others }: Pick<SendUntilStep, 'as' | 'meanwhile'> & { readonly beforehand?: readonly Step[] },
): readonly Step[] => [
  // The fault comes first: a target that fetches periodically must not know the key.
  { do: 'fault', fault },
  { do: 'publish', as: 'unknown key' },
  ...beforehand,
  {
    do: 'send-until',
    key: '{unknown key}',
    until: 'asked',
    ...others,
    expect: [eachRejectedWithoutKeys(), answersWithinDeclared(), ...(others.meanwhile ? [othersNotDelayed()] : [])],
  },
]

/** During the cooldown no request would wait for keys. */
const afterCooldown: Step = { do: 'wait', ms: '{jwks.cooldown}' }

const whileNoAnswer: Flows = {
  'the issuer does not answer': duringFailure(
    { kind: 'stall' },
    { beforehand: [afterCooldown], meanwhile: { authorization: [] } },
  ),
  'the issuer does not answer, and a health check arrives': [
    { do: 'stop', if: { missing: 'health.path' } },
    ...duringFailure(
      { kind: 'stall' },
      { beforehand: [afterCooldown], meanwhile: { path: '{health.path}', authorization: [] } },
    ),
  ],
}

const usedFirst = 'before the failures'

export const outageChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/cached-when-down',
    title: 'must keep accepting tokens signed with known keys while its issuer is down',
    level: 'security',
    severity: 'high',
    spec: [asvs('16.5.2'), asvs('13.1.3')],
    needs: ['issuer', 'jwks'],
    fix: 'Keep the JWK Set in memory and verify with the keys in it; fetch only when it is too old or a kid is unknown.',
    knownIncidents: 'Designs that fetch the keys, or the metadata, for every request.',
    exclusive: true,
    before: [...useNewKey('a new key'), { do: 'send-tokens', as: 'the issuer is available', rounds: validTokens }],
    flows: Object.fromEntries(
      Object.entries(outages).map(([outage, fault]): [string, readonly Step[]] => [
        outage,
        [
          { do: 'fault', fault },
          { do: 'send-tokens', rounds: validTokens, expect: [allAccepted(), asQuickAs('the issuer is available')] },
        ],
      ]),
    ),
  }),
  defineCheck({
    id: 'jwks/cold-fetch-failure',
    title: 'must promptly reject tokens that it has no key for while its issuer fails',
    level: 'security',
    severity: 'high',
    spec: [asvs('16.5.2'), asvs('16.5.3'), rfc(9110, '15.6.4')],
    needs: ['issuer', 'jwks'],
    fix: 'Give the fetch a time limit of a few seconds and at most one retry, answer 401 or 503 when it fails, and fetch again for the next token after the cooldown.',
    knownIncidents:
      'Retries within a request that add up to 255 seconds and end in a 500; uncaught errors of the HTTP client; tokens that were accepted without verification.',
    exclusive: true,
    before: useNewKey(usedFirst),
    flows: {
      ...Object.fromEntries(Object.entries(failures).map(([name, fault]) => [name, duringFailure(fault, {})])),
      ...whileNoAnswer,
      'after the failures': [
        ...onlyIfAccepted(usedFirst, 'after the failures', 'must accept a new key'),
        { do: 'publish', as: 'new key' },
        { do: 'send-until', key: '{new key}', until: 'accepted', expect: [newKeyAccepted()] },
      ],
    },
  }),
]

export const evictionChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/unknown-kid-no-eviction',
    title: 'must keep its valid keys when a token names an unknown kid',
    level: 'security',
    severity: 'medium',
    spec: [asvs('16.5.2'), apiTop10(4)],
    needs: ['issuer', 'jwks'],
    fix: 'Replace the old keys only after the new JWK Set was fetched and parsed.',
    knownIncidents: 'Caches that are cleared before the new keys are there.',
    exclusive: true,
    flows: {
      'valid tokens afterwards': [
        ...useNewKey('a new key'),
        { do: 'fault', fault: { kind: 'status', status: 503 } },
        { do: 'send-until', as: 'an unknown kid', unknownKid: 'same', until: 'asked' },
        { do: 'send-tokens', as: 'valid tokens afterwards', rounds: validTokens, expect: [allAccepted()] },
      ],
    },
  }),
]
