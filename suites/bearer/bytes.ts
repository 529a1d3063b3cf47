import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { advisory, doesNotCrash, rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'

const rejectedOrClosed = rejected({ orCloses: true })

export const byteChecks: readonly Check[] = [
  defineCheck({
    id: 'bearer/non-ascii-token',
    title: 'should reject bytes above 0x7F in a credential without a crash',
    level: 'SHOULD',
    severity: 'medium',
    spec: [rfc(9110, '5.5'), rfc(6750, '2.1'), asvs('16.5.3')],
    needs: ['credential', 'bearer'],
    fix: 'Compare bytes, or reject characters outside the token alphabet before comparing texts.',
    knownIncidents:
      "Python's hmac.compare_digest raises for texts that are not ASCII, which became a 500 in two of the systems that started this project.",
    vectors: {
      'one byte 0xFF': { authorization: ['Bearer abc\xff'] },
      'a letter in UTF-8': { authorization: ['Bearer caf\xc3\xa9'] },
      'invalid UTF-8': { authorization: ['Bearer abc\xc3\x28'] },
      'an emoji': { authorization: ['Bearer \xf0\x9f\x98\x80'] },
      'nothing but 0x80': { authorization: [`Bearer ${'\x80'.repeat(16)}`] },
      'valid token and 0xE9': { authorization: ['Bearer {token}\xe9'] },
      'valid token and 0xFF': { authorization: ['Bearer {token}\xff'] },
      'in another field': { authorization: [], fields: ['X-Note: caf\xe9 \xff'] },
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'bearer/control-bytes',
    title: 'must not let control bytes cut or split a credential',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9110, '5.5'), rfc(9112, '2.2'), rfc(9112, '5.2')],
    needs: ['credential', 'bearer'],
    fix: 'Answer 400 to control bytes in a field value, as a strict HTTP parser does; never compare C strings.',
    knownIncidents: 'Comparisons that end at the first NUL; hand-written proxies that split fields at a bare LF.',
    vectors: {
      // A recipient may turn NUL into SP (RFC 9110 §5.5), and then trim it; a bare LF may end a line (RFC 9112 §2.2).
      'NUL behind': { authorization: ['Bearer {token}\0'], expect: [advisory(rejectedOrClosed)] },
      'NUL and more behind': { authorization: ['Bearer {token}\0junk'] },
      'NUL and junk before': { authorization: ['Bearer junk\0{token}'] },
      'bare CR inside': { authorization: ['Bearer {token|first-half}\r{token|second-half}'] },
      'bare CR and a field behind': { authorization: ['Bearer {token}\rX-Injected: 1'] },
      'bare LF inside': { authorization: ['Bearer {token|first-half}\n{token|second-half}'] },
      'bare LF and a field behind': {
        authorization: ['Bearer {token}\nX-Injected: 1'],
        expect: [advisory(rejectedOrClosed)],
      },
      '0x01 behind': { authorization: ['Bearer {token}\x01'] },
      '0x7F behind': { authorization: ['Bearer {token}\x7f'] },
      'folded after the scheme': { authorization: ['Bearer\r\n {token}'], expect: [doesNotCrash({ orCloses: true })] },
    },
    expect: [rejectedOrClosed],
  }),
]
