import { cwe, defineCheck, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

/** A lenient base64url decoder drops these before it verifies a JWT (RFC 7515 §2): malleable, but no other token. */
const ofJwt: Pick<Attempt, 'warnWhen'> = { warnWhen: { credential: 'jwt' } }

/** What only a comparison with a stored token can overlook. */
const compared = (token: string): Attempt => ({ token, when: { credential: 'static' } })

export const tokenChecks: readonly Check[] = [
  defineCheck({
    id: 'bearer/trailing-data-rejected',
    title: 'must reject a token with anything after it',
    level: 'security',
    severity: 'high',
    spec: [rfc(9110, '11.4'), rfc(6750, '2.1')],
    needs: ['credential', 'bearer'],
    fix: 'Take everything after the scheme for the token, and compare all of it.',
    knownIncidents: 'Parsers that split at spaces and use the second word, whatever follows.',
    vectors: {
      'another word': { authorization: ['Bearer {token} x'] },
      'comma and a word': { authorization: ['Bearer {token},x'] },
      'semicolon and a word': { authorization: ['Bearer {token};x'] },
      'the token again': { authorization: ['Bearer {token} {token}'] },
      'another credential': { authorization: ['Bearer {token}, Bearer {unknownToken}'] },
      'a dot': { authorization: ['Bearer {token}.'], ...ofJwt },
      'an equals sign': { authorization: ['Bearer {token}='], ...ofJwt },
      '%00': { authorization: ['Bearer {token}%00'] },
      '#': { authorization: ['Bearer {token}#'], ...ofJwt },
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'bearer/near-miss-token',
    title: 'must accept a token in its exact form only',
    level: 'security',
    severity: 'critical',
    spec: [rfc(6750, '1.1'), rfc(6750, '5.2'), cwe(697)],
    needs: ['credential', 'bearer'],
    fix: 'Check the whole token as it was sent, byte by byte: cut nothing off, and ignore neither quotes nor case. Compare a stored one in constant time, never by prefix or pattern.',
    knownIncidents: 'startsWith in either direction, lookups by SQL LIKE, database collations that ignore case.',
    vectors: {
      'first character only': { token: '{token|first:1}' },
      'first half': { token: '{token|first-half}' },
      'all but the last character': { token: '{token|without-last}' },
      'one character more': compared('{token}a'),
      // So many add a byte to any signature: one alone may add only bits that mean nothing.
      'four characters more': { token: '{token}aaaa', when: { credential: 'jwt' } },
      doubled: compared('{token}{token}'),
      reversed: compared('{token|reversed}'),
      'other case': compared('{token|swapped-case}'),
      'first character changed': { token: '{token|first-changed}' },
      'last character changed': { token: '{token|last-changed}' },
      '* behind': compared('{token}*'),
      '* before': compared('*{token}'),
      '* alone': compared('*'),
      '% behind': compared('{token}%'),
      '% before': compared('%{token}'),
      '% alone': compared('%'),
      '_ for the last character': compared('{token|without-last}_'),
      '.* alone': compared('.*'),
      'as a JSON string': { token: '{token|json}' },
      'as a JSON list': { token: '[{token|json}]' },
    },
    expect: [rejected()],
  }),
]
