import { asvs, defineCheck, oidc, rfc } from '../../harness/define.ts'
import { advisory } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Step } from '../../harness/model/flow.ts'
import type { Changes } from '../../harness/model/steps/oauth.ts'
import { errorOnPage, noCodeSent, onlyToRegistered } from './expect/authorization.ts'
import { discover, flowPerRow, onlyWithClient, onlyWithoutClient } from './steps.ts'

/** A reserved name that is never registered (RFC 6761 §6.5). */
const attacker = 'attacker.example'
const attackersUri = `https://${attacker}/callback`

/** An address made of parts of the registered one. */
const at = (authority: string, path = '{redirect.web.path}') => `{redirect.web.scheme}//${authority}${path}`

/** URIs that a loose comparison takes for the registered one, by the difference. */
const nearMisses: Readonly<Record<string, string>> = {
  'a path after it': '{redirect.withoutSlash}/other',
  'letters after it': '{redirect.uri}er',
  'a slash after it': '{redirect.withSlash}',
  'a query': '{redirect.uri}?next=1',
  'a fragment': '{redirect.uri}#part',
  'an unknown host': attackersUri,
  'a script': 'javascript:alert(1)',
  'its path in upper case': at('{redirect.web.host}', '{redirect.web.uppercasePath}'),
  'another path': at('{redirect.web.host}', '/conformance-other'),
  'dot segments': at('{redirect.web.host}', '{redirect.web.path}/../other'),
  'dot segments back to it': at('{redirect.web.host}', '/other/..{redirect.web.path}'),
  'encoded dot segments': at('{redirect.web.host}', '{redirect.web.path}/%2e%2e/other'),
  'an encoded slash': at('{redirect.web.host}', '{redirect.web.path}%2fother'),
  'its host as the user of an unknown one': at(`{redirect.web.host}@${attacker}`),
  'an unknown host as its user': at(`${attacker}@{redirect.web.host}`),
  'its host before an unknown one': at(`{redirect.web.name}.${attacker}`),
  'a backslash behind its host': at(`{redirect.web.name}\\.${attacker}`),
  'a backslash and its host behind an unknown one': at(`${attacker}\\@{redirect.web.host}`),
  'its path at an unknown host': at(attacker),
  'without a scheme': '//{redirect.web.host}{redirect.web.path}',
  'only its path': '{redirect.web.path}',
  'a sub-domain': at('sub.{redirect.web.domain}'),
  'letters before its host': at('x{redirect.web.domain}'),
  'the domain above': at('{redirect.web.parent}'),
  'another port': at('{redirect.web.remote}:8443'),
  'another scheme': '{redirect.web.otherScheme}',
}

/** Errors beside an unknown redirect URI: one that is found first must not be sent there. */
const otherErrors: Readonly<Record<string, Changes>> = {
  'an unknown response type': { response_type: 'conformance' },
  'no response type': { response_type: null },
  'an ill-formed scope': { scope: 'openid  "x"' },
  'prompt=none': { prompt: 'none' },
  'an unknown response mode': { response_mode: 'conformance' },
  'no challenge': { code_challenge: null, code_challenge_method: null },
}

/** Two redirect URIs in one request, which repeats a parameter (RFC 6749 §3.1). */
const twoUris = (...redirect_uri: readonly string[]): readonly Step[] => [
  onlyWithClient,
  { do: 'authorize', with: { redirect_uri }, expect: [onlyToRegistered, advisory(noCodeSent)] },
]

export const redirectUriChecks: readonly Check[] = [
  defineCheck({
    id: 'op/redirect-uri-exact',
    title: 'must send codes and errors only to redirect URIs that are registered exactly so',
    level: 'MUST',
    severity: 'critical',
    spec: [
      rfc(6749, '3.1.2.3'),
      rfc(6749, '3.1.2.4'),
      rfc(6749, '4.1.2.1'),
      rfc(9700, '2.1'),
      rfc(9700, '4.1.3'),
      oidc('3.1.2.1', 'AuthRequest'),
      asvs('10.4.1'),
    ],
    needs: ['op'],
    fix: 'Compare redirect_uri with the registered ones as text, before you look at anything else in the request. When it is none of them, or the client is unknown, show an error page.',
    knownIncidents:
      'Comparisons by prefix or by host; validation errors that are redirected to the address that was not validated.',
    before: [discover, { do: 'authorize', as: 'the registered one', if: { given: 'op.client' }, required: true }],
    flows: {
      ...flowPerRow(nearMisses, (redirect_uri) => [
        onlyWithClient,
        { do: 'authorize', with: { redirect_uri }, expect: [errorOnPage] },
      ]),
      ...flowPerRow(
        otherErrors,
        (changes) => [
          onlyWithClient,
          { do: 'authorize', with: { ...changes, redirect_uri: attackersUri }, expect: [errorOnPage] },
        ],
        'an unknown host and ',
      ),
      ...flowPerRow(
        otherErrors,
        (changes) => [onlyWithoutClient, { do: 'authorize', with: changes, expect: [errorOnPage] }],
        'an unknown client and ',
      ),
      'an unknown client': [{ do: 'authorize', with: { client_id: '{random}' }, expect: [errorOnPage] }],
      'no client': [{ do: 'authorize', with: { client_id: null }, expect: [errorOnPage] }],
      none: [onlyWithClient, { do: 'authorize', with: { redirect_uri: null }, expect: [onlyToRegistered] }],
      'an empty one': [onlyWithClient, { do: 'authorize', with: { redirect_uri: '' }, expect: [onlyToRegistered] }],
      'an unknown one behind it': twoUris('{op.redirectUri}', attackersUri),
      'an unknown one before it': twoUris(attackersUri, '{op.redirectUri}'),
    },
  }),
]
