import { apiTop10, asvs, cwe, defineCheck, rfc } from '../../harness/define.ts'
import { accepted, rejected, status, weighing } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'

/** The field of the key as it stands, instead of the valid one. */
const line = ({ channel }: TargetConfig, value: string, field = channel.field): Attempt => ({
  authorization: [],
  fields: [`${field}: ${channel.scheme === '' ? '' : `${channel.scheme} `}${value}`],
})

const mixedCase = (name: string): string =>
  [...name].map((letter, index) => (index % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase())).join('')

const otherCase = (key: string): string => (key.toUpperCase() === key ? key.toLowerCase() : key.toUpperCase())

/** The bytes that bcrypt looks at; what follows counts for nothing. */
const bcryptBytes = 72

export const valueChecks: readonly Check[] = [
  defineCheck({
    id: 'apikey/valid-and-missing',
    title: 'serves the key under any spelling of the field name, and nobody without it',
    level: 'security',
    severity: 'high',
    spec: [rfc(9110, '5.1'), rfc(9110, '15.5.2'), apiTop10(2)],
    needs: ['apikey'],
    fix: 'Look the field up by a function of your HTTP library, which knows that names have no case; answer 401 where it is absent.',
    knownIncidents: 'Gateways that pass names on in lower case to a server that compares them as they were written.',
    vectors: ({ token, config }) => {
      const { field } = config.channel
      return {
        'name in lower case': line(config, token, field.toLowerCase()),
        'name in upper case': line(config, token, field.toUpperCase()),
        'name in mixed case': line(config, token, mixedCase(field)),
        absent: { authorization: [], expect: [rejected({ severity: 'critical' }), weighing('medium', status(401))] },
      }
    },
    expect: [accepted()],
  }),
  defineCheck({
    id: 'apikey/near-miss-and-empty',
    title: 'refuses every key but the right one, the empty one included',
    level: 'security',
    severity: 'critical',
    spec: [cwe(697), apiTop10(2)],
    needs: ['apikey'],
    fix: 'Compare the whole key, byte for byte and in constant time, and refuse an empty one before comparing.',
    knownIncidents: 'An unset key that an empty field equals; lists searched by "contains", which every prefix passes.',
    vectors: ({ token, config }) => {
      const half = Math.ceil(token.length / 2)
      const values = {
        empty: '',
        'a space': ' ',
        'the first half': token.slice(0, half),
        'the second half': token.slice(half),
        'all but the last character': token.slice(0, -1),
        'all but the first character': token.slice(1),
        'one character': token.slice(0, 1),
        'one character more': `${token}a`,
        'one character before': `a${token}`,
        ...(otherCase(token) !== token && { 'in another case': otherCase(token) }),
        twice: `${token}${token}`,
        'twice with a comma': `${token},${token}`,
        'in quotes': `"${token}"`,
        'as a JSON list': `["${token}"]`,
        null: 'null',
        undefined: 'undefined',
        None: 'None',
        true: 'true',
        'an asterisk': '*',
        'a percent sign': '%',
        'any text as a regular expression': '.*',
        'a half-open regular expression': '(',
        'SQL that is always true': "' OR '1'='1",
      }
      return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, line(config, value)]))
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'apikey/hostile-bytes',
    title: 'refuses hostile bytes in a key without a crash',
    level: 'security',
    severity: 'medium',
    spec: [rfc(9110, '5.5'), asvs('16.5.3')],
    needs: ['apikey'],
    fix: 'Compare bytes, bound the length, and hash with a function that reads all of them (bcrypt reads 72).',
    knownIncidents:
      'Constant-time functions that raise for texts that are not ASCII; keys hashed with bcrypt, of which every longer key with the same start is the same.',
    vectors: ({ token, config }) => {
      const closing: Pick<Attempt, 'expect'> = { expect: [rejected({ orCloses: true })] }
      const half = Math.ceil(token.length / 2)
      return {
        'bytes above 0x7F': line(config, 'caf\xe9\xff'),
        'a letter in UTF-8': line(config, 'caf\xc3\xa9'),
        'invalid UTF-8': line(config, 'abc\xc3\x28'),
        'the key and a byte above 0x7F': line(config, `${token}\xe9`),
        'a tab inside': line(config, `${token.slice(0, half)}\t${token.slice(half)}`),
        'NUL inside': { ...line(config, `${token.slice(0, half)}\0${token.slice(half)}`), ...closing },
        'NUL and more behind': { ...line(config, `${token}\0junk`), ...closing },
        '64 kB': { ...line(config, 'k'.repeat(64 * 1024)), ...closing },
        ...(token.length > bcryptBytes && {
          'the same first 72 bytes': {
            ...line(config, token.slice(0, bcryptBytes) + token.slice(bcryptBytes).replace(/./g, '_')),
            expect: [rejected({ severity: 'high' })],
          },
        }),
      }
    },
    expect: [rejected()],
  }),
]
