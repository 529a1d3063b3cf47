import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { advisory, doesNotCrash, rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

const framing = rejected({ orCloses: true })

export const byteChecks: readonly Check[] = [
  defineCheck({
    id: 'bearer/non-ascii-token',
    title: 'refuses bytes above 0x7F in a credential without a crash',
    level: 'SHOULD',
    severity: 'medium',
    spec: [rfc(9110, '5.5'), rfc(6750, '2.1'), asvs('16.5.3')],
    needs: ['credential', 'bearer'],
    fix: 'Compare bytes, or refuse what is outside the token alphabet before comparing texts.',
    knownIncidents:
      "Python's hmac.compare_digest raises for texts that are not ASCII, which became a 500 in two of the systems that started this project.",
    vectors: ({ token }) => {
      const bearer = (value: string): Attempt => ({ authorization: [`Bearer ${value}`] })
      return {
        'one byte 0xFF': bearer('abc\xff'),
        'a letter in UTF-8': bearer('caf\xc3\xa9'),
        'invalid UTF-8': bearer('abc\xc3\x28'),
        'an emoji': bearer('\xf0\x9f\x98\x80'),
        'nothing but 0x80': bearer('\x80'.repeat(16)),
        'valid token and 0xE9': bearer(`${token}\xe9`),
        'valid token and 0xFF': bearer(`${token}\xff`),
        'in another field': { authorization: [], fields: ['X-Note: caf\xe9 \xff'] },
      }
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'bearer/control-bytes',
    title: 'does not let control bytes cut or split a credential',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9110, '5.5'), rfc(9112, '2.2'), rfc(9112, '5.2')],
    needs: ['credential', 'bearer'],
    fix: 'Answer 400 to control bytes in a field value, as a strict HTTP parser does; never compare C strings.',
    knownIncidents: 'Comparisons that end at the first NUL; hand-written proxies that split fields at a bare LF.',
    vectors: ({ token }) => {
      const half = Math.ceil(token.length / 2)
      const bearer = (value: string): Attempt => ({ authorization: [`Bearer ${value}`] })
      return {
        // A recipient may turn NUL into SP (RFC 9110 §5.5), and then trim it; a bare LF may end a line (RFC 9112 §2.2).
        'NUL behind': { ...bearer(`${token}\0`), expect: [advisory(framing)] },
        'NUL and more behind': bearer(`${token}\0junk`),
        'NUL and junk before': bearer(`junk\0${token}`),
        'bare CR inside': bearer(`${token.slice(0, half)}\r${token.slice(half)}`),
        'bare CR and a field behind': bearer(`${token}\rX-Injected: 1`),
        'bare LF inside': bearer(`${token.slice(0, half)}\n${token.slice(half)}`),
        'bare LF and a field behind': { ...bearer(`${token}\nX-Injected: 1`), expect: [advisory(framing)] },
        '0x01 behind': bearer(`${token}\x01`),
        '0x7F behind': bearer(`${token}\x7f`),
        'folded after the scheme': {
          authorization: [`Bearer\r\n ${token}`],
          expect: [doesNotCrash({ orCloses: true })],
        },
      }
    },
    expect: [framing],
  }),
]
