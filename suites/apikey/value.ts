import { apiTop10, asvs, cwe, defineCheck, rfc } from '../../harness/define.ts'
import { accepted, rejected, status, withSeverity } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'

const rejectedOrClosed = rejected({ orCloses: true })

export const valueChecks: readonly Check[] = [
  defineCheck({
    id: 'apikey/valid-and-missing',
    title: 'must accept the key under any spelling of the field name, and reject a request without it',
    level: 'security',
    severity: 'high',
    spec: [rfc(9110, '5.1'), rfc(9110, '15.5.2'), apiTop10(2)],
    needs: ['apikey'],
    fix: 'Look the field up with your HTTP library, which knows that names have no case; answer 401 where it is absent.',
    knownIncidents: 'Gateways that pass names on in lower case to a server that compares them as they were written.',
    vectors: {
      'name in lower case': { authorization: [], fields: ['{channel.field|lowercase}: {credential}'] },
      'name in upper case': { authorization: [], fields: ['{channel.field|uppercase}: {credential}'] },
      'name in mixed case': { authorization: [], fields: ['{channel.field|mixed-case}: {credential}'] },
      absent: { authorization: [], expect: [rejected({ severity: 'critical' }), withSeverity('medium', status(401))] },
    },
    expect: [accepted()],
  }),
  defineCheck({
    id: 'apikey/near-miss-and-empty',
    title: 'must reject every key but the valid one, the empty one included',
    level: 'security',
    severity: 'critical',
    spec: [cwe(697), apiTop10(2)],
    needs: ['apikey', 'static'],
    fix: 'Compare the whole key, byte for byte and in constant time, and reject an empty one before comparing.',
    knownIncidents: 'An unset key that an empty field equals; lists searched by "contains", which accept every prefix.',
    vectors: {
      empty: { token: '' },
      'a space': { token: ' ' },
      'the first half': { token: '{token|first-half}' },
      'the second half': { token: '{token|second-half}' },
      'all but the last character': { token: '{token|without-last}' },
      'all but the first character': { token: '{token|without-first}' },
      'one character': { token: '{token|first:1}' },
      'one character more': { token: '{token}a' },
      'one character before': { token: 'a{token}' },
      'in another case': { token: '{token|other-case}' },
      twice: { token: '{token}{token}' },
      'twice with a comma': { token: '{token},{token}' },
      'in quotes': { token: '"{token}"' },
      'as a JSON list': { token: '["{token}"]' },
      null: { token: 'null' },
      undefined: { token: 'undefined' },
      None: { token: 'None' },
      true: { token: 'true' },
      'an asterisk': { token: '*' },
      'a percent sign': { token: '%' },
      'any text as a regular expression': { token: '.*' },
      'a half-open regular expression': { token: '(' },
      'SQL that is always true': { token: "' OR '1'='1" },
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'apikey/hostile-bytes',
    title: 'must reject hostile bytes in a key without a crash',
    level: 'security',
    severity: 'medium',
    spec: [rfc(9110, '5.5'), asvs('16.5.3')],
    needs: ['apikey'],
    fix: 'Compare bytes, limit the length, and hash with a function that reads all of them (bcrypt reads 72).',
    knownIncidents:
      'Constant-time functions that raise for texts that are not ASCII; keys hashed with bcrypt, for which every longer key with the same start is equal.',
    vectors: {
      'bytes above 0x7F': { token: 'caf\xe9\xff' },
      'a letter in UTF-8': { token: 'caf\xc3\xa9' },
      'invalid UTF-8': { token: 'abc\xc3\x28' },
      'the key and a byte above 0x7F': { token: '{token}\xe9' },
      'a tab inside': { token: '{token|first-half}\t{token|second-half}' },
      'NUL inside': { token: '{token|first-half}\0{token|second-half}', expect: [rejectedOrClosed] },
      'NUL and more behind': { token: '{token}\0junk', expect: [rejectedOrClosed] },
      '64 kB': { token: 'k'.repeat(64 * 1024), expect: [rejectedOrClosed] },
      // bcrypt reads 72 bytes only. With a shorter key, this vector would be the valid key, which is not sent.
      'the same first 72 bytes': {
        token: '{token|first:72}{token|without-first:72|each:_}',
        expect: [rejected({ severity: 'high' })],
      },
    },
    expect: [rejected()],
  }),
]
