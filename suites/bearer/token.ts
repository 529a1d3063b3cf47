import { cwe, defineCheck, rfc } from '../../harness/define.ts'
import { advisory, rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

const otherCase = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))

/** Another character that may stand in a token. */
const other = (character: string | undefined): string => (character === 'a' ? 'b' : 'a')

function nearMisses(token: string): Readonly<Record<string, string>> {
  const all: Readonly<Record<string, string>> = {
    'first character only': token.slice(0, 1),
    'first half': token.slice(0, Math.floor(token.length / 2)),
    'all but the last character': token.slice(0, -1),
    'one character more': `${token}a`,
    doubled: token + token,
    reversed: [...token].reverse().join(''),
    'other case': otherCase(token),
    'first character changed': other(token[0]) + token.slice(1),
    'last character changed': token.slice(0, -1) + other(token.at(-1)),
    '* behind': `${token}*`,
    '* before': `*${token}`,
    '* alone': '*',
    '% behind': `${token}%`,
    '% before': `%${token}`,
    '% alone': '%',
    '_ for the last character': `${token.slice(0, -1)}_`,
    '.* alone': '.*',
    'as a JSON string': JSON.stringify(token),
    'as a JSON list': JSON.stringify([token]),
  }
  return Object.fromEntries(Object.entries(all).filter(([, near]) => near !== token && near !== ''))
}

export const tokenChecks: readonly Check[] = [
  defineCheck({
    id: 'bearer/trailing-data-rejected',
    title: 'refuses a token with anything after it',
    level: 'security',
    severity: 'high',
    spec: [rfc(9110, '11.4'), rfc(6750, '2.1')],
    needs: ['credential', 'bearer'],
    fix: 'Take everything after the scheme for the token, and match all of it.',
    knownIncidents: 'Parsers that split at spaces and use the second word, whatever follows.',
    vectors: ({ token, unknownToken, config }) => {
      // A lax base64url decoder drops these before it verifies a JWT: malleable, but no other token. They only warn.
      const lenient: Pick<Attempt, 'expect'> =
        config.credential.kind === 'jwt' ? { expect: [advisory(rejected())] } : {}
      const after = (rest: string): Attempt => ({ authorization: [`Bearer ${token}${rest}`] })
      return {
        'another word': after(' x'),
        'comma and a word': after(',x'),
        'semicolon and a word': after(';x'),
        'the token again': after(` ${token}`),
        'another credential': after(`, Bearer ${unknownToken}`),
        'a dot': { ...after('.'), ...lenient },
        'an equals sign': { ...after('='), ...lenient },
        '%00': after('%00'),
        '#': { ...after('#'), ...lenient },
      }
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'bearer/near-miss-token',
    title: 'matches the token exactly',
    level: 'security',
    severity: 'critical',
    spec: [rfc(6750, '1.1'), rfc(6750, '5.2'), cwe(697)],
    needs: ['static', 'bearer'],
    fix: 'Compare the whole token with the whole secret, byte by byte, in constant time; no prefixes, patterns or case folding.',
    knownIncidents: 'startsWith in either direction, lookups by SQL LIKE, database collations that ignore case.',
    vectors: ({ token }) =>
      Object.fromEntries(Object.entries(nearMisses(token)).map(([name, near]) => [name, { token: near }])),
    expect: [rejected()],
  }),
]
