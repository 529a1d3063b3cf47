import { apiTop10, cwe, defineCheck, rfc } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import { eachRejectedWithoutKeys, fetchesWithin, redirectNotFollowed, requestedWithoutCredentials } from './expect.ts'
import { acceptedOverTls, certificateRejected } from './tls.ts'

/** As many fetches for unknown keys are still no amplification. */
const enough = 5

/** Long enough that tokens sent at the same time all wait for one fetch. */
const slow = { kind: 'delay', ms: 100 } as const

/** During the cooldown no target fetches, so nothing would be tested. */
const afterCooldown = { do: 'wait', ms: '{jwks.cooldown}' } as const

export const fetchChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/unknown-kid-fetch-bounded',
    title: 'must not fetch keys for every token with an unknown kid',
    level: 'security',
    severity: 'high',
    spec: [apiTop10(4), rfc(8725, '2.9'), cwe(770)],
    needs: ['issuer', 'jwks'],
    fix: 'Fetch for an unknown kid at most once in a cooldown, and let tokens that arrive meanwhile wait for that one fetch.',
    knownIncidents: 'CVE-2026-48524 of PyJWKClient, and the first attempt to fix it; SDKs that fetch once per request.',
    exclusive: true,
    flows: {
      'unknown kids': [
        afterCooldown,
        { do: 'watch-fetches', as: 'start' },
        { do: 'fault', as: 'slow at first', fault: slow },
        {
          do: 'send-tokens',
          as: 'random kids while the issuer is slow',
          unknownKid: 'each',
          parallel: 10,
          expect: [eachRejectedWithoutKeys()],
        },
        { do: 'clear', fault: '{slow at first.id}' },
        {
          do: 'send-tokens',
          as: 'random kids',
          unknownKid: 'each',
          parallel: 10,
          rounds: 9,
          expect: [eachRejectedWithoutKeys()],
        },
        {
          do: 'send-tokens',
          as: 'one unknown kid',
          unknownKid: 'same',
          parallel: 20,
          expect: [eachRejectedWithoutKeys()],
        },
        {
          do: 'fetches',
          as: 'all of them',
          since: '{start}',
          expect: [fetchesWithin({ most: enough, per: 'cooldown' })],
          evidence: ['random kids'],
        },
      ],
    },
  }),
  defineCheck({
    id: 'jwks/fetch-steady-state',
    title: 'must not fetch keys for valid traffic, and must fetch only once for many tokens signed with a new key',
    level: 'security',
    severity: 'medium',
    spec: [rfc(9111, '4.2'), apiTop10(4)],
    needs: ['issuer', 'jwks'],
    fix: 'Keep the keys in memory for their lifetime, and let requests that need a fetch wait for the one in progress.',
    knownIncidents: 'No lock around the refresh, so that each of many simultaneous requests fetches.',
    exclusive: true,
    flows: {
      'valid tokens': [
        { do: 'watch-fetches', as: 'start' },
        { do: 'send-tokens', as: 'valid tokens', parallel: 200 },
        {
          do: 'fetches',
          as: 'keys for valid tokens',
          since: '{start}',
          only: 'keys',
          expect: [fetchesWithin({ most: 2, per: 'cache lifetime' })],
          evidence: ['valid tokens'],
        },
        {
          do: 'fetches',
          as: 'metadata for valid tokens',
          since: '{start}',
          only: 'metadata',
          expect: [fetchesWithin({ most: 1, per: 'cache lifetime' })],
          evidence: ['valid tokens'],
        },
      ],
      'a burst of tokens signed with a new key': [
        afterCooldown,
        { do: 'fault', fault: slow },
        { do: 'publish', as: 'key' },
        { do: 'watch-fetches', as: 'start' },
        { do: 'send-tokens', as: 'a burst', key: '{key}', parallel: 50, attempt: { retryThrottled: false } },
        {
          do: 'fetches',
          since: '{start}',
          expect: [fetchesWithin({ most: enough })],
          evidence: ['a burst'],
        },
      ],
    },
  }),
]

/** Fields of a caller that no other server may receive. */
const ofCaller = ['Cookie: session=of-the-caller', 'Proxy-Authorization: Basic b2Y6Y2FsbGVy']

export const fetchHygieneChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/fetch-hygiene',
    title:
      'must fetch keys without the credentials of its callers, without following redirects to another origin, and over TLS only with a valid certificate',
    level: 'security',
    severity: 'medium',
    spec: [rfc(8725, '3.10'), rfc(8414, '6.2'), rfc(7517, '9.1'), rfc(9525, '6'), apiTop10(7)],
    needs: ['issuer', 'jwks'],
    fix: 'Fetch with a separate HTTP client, without the fields of the request being answered, with redirects off, and with certificate verification on.',
    knownIncidents: 'HTTP clients shared with a proxy that forward its fields; verify=False in samples.',
    exclusive: true,
    flows: {
      'the requests for keys': [
        afterCooldown,
        { do: 'watch-fetches', as: 'start' },
        { do: 'publish', as: 'key' },
        {
          do: 'send-until',
          as: 'with credentials of the caller',
          key: '{key}',
          attempt: { fields: ofCaller },
          until: 'asked',
        },
        { do: 'send-until', as: 'a new key', key: '{key}', until: 'accepted' },
        {
          do: 'fetches',
          as: 'the requests for keys',
          since: '{start}',
          expect: [requestedWithoutCredentials()],
          evidence: ['with credentials of the caller'],
        },
      ],
      'a redirect to another origin': [
        // Only the listener publishes this key.
        { do: 'make-key', as: 'elsewhere', pair: 'new' },
        { do: 'listen', as: 'listener', after: ['{elsewhere.jwk}'] },
        afterCooldown,
        { do: 'fault', fault: { kind: 'redirect', location: '{listener.url}/jwks.json' } },
        { do: 'send-until', as: 'a token by its key', key: '{elsewhere}', until: 'asked' },
        { do: 'judge', expect: [redirectNotFollowed('listener')], evidence: ['a token by its key'] },
      ],
      'certificates of an issuer over https': [
        // What comes after it means nothing to a target that cannot fetch keys over TLS at all.
        { do: 'try-tls-issuer', certificate: 'trusted', required: true, expect: [acceptedOverTls()] },
        {
          do: 'try-tls-issuer',
          as: 'a certificate of an untrusted authority',
          certificate: 'untrusted',
          expect: [certificateRejected()],
        },
        { do: 'try-tls-issuer', as: 'an expired certificate', certificate: 'expired', expect: [certificateRejected()] },
        {
          do: 'try-tls-issuer',
          as: 'a certificate for another host',
          certificate: 'misnamed',
          expect: [certificateRejected()],
        },
      ],
    },
  }),
]
