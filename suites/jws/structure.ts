import { defineCheck, jwtBcp, rfc } from '../../harness/define.ts'
import { refused } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model.ts'
import { join, partsOf } from '../forge/parts.ts'
import { polyglot } from '../forge/polyglot.ts'
import { claimsOf } from '../forge/tamper.ts'

export const structureChecks: readonly Check[] = [
  defineCheck({
    id: 'jws/malformed-structure',
    title: 'refuses what is not three base64url parts, without a crash',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(7519, '7.2'), rfc(7515, '7.1'), jwtBcp('3.14')],
    needs: ['issuer'],
    fix: 'Count the parts before using them, and answer 401 to whatever cannot be parsed.',
    seen: 'Code that unpacks the parts at once and answers 500 to every other number of them.',
    vectors: ({ token }) => {
      const { header, payload, signature } = partsOf(token)
      const spread = (separator: string) => ({ token: [header, payload, signature].join(separator) })
      return {
        empty: { token: '' },
        'one dot': { token: '.' },
        'two dots': { token: '..' },
        'three dots': { token: '...' },
        'one part': { token: 'a' },
        'two parts': { token: 'a.b' },
        'four parts': { token: 'a.b.c.d' },
        'six parts': { token: 'a.b.c.d.e.f' },
        'a good token and a fourth part': { token: `${token}.x` },
        'a good token behind another part': { token: `x.${token}` },
        'header only': { token: header },
        'payload only': { token: payload },
        'header and payload only': { token: `${header}.${payload}` },
        'header missing': { token: join({ header: '', payload, signature }) },
        'payload missing': { token: join({ header, payload: '', signature }) },
        'spaces between the parts': spread(' . '),
        'tabs between the parts': spread('\t.\t'),
        'newlines between the parts': { ...spread('\n.\n'), expect: [refused({ orCloses: true })] },
        'folded lines between the parts': { ...spread('.\r\n '), expect: [refused({ orCloses: true })] },
        'an empty object for a header': { token: join({ header: 'e30', payload, signature }) },
        'null for a header': { token: join({ header: 'bnVsbA', payload, signature }) },
      }
    },
    expect: [refused()],
  }),
  defineCheck({
    id: 'jws/polyglot-token',
    title: 'refuses a string that is two tokens at once',
    level: 'MUST',
    severity: 'critical',
    spec: [jwtBcp('2.13'), jwtBcp('3.14'), rfc(8725, '3.3')],
    needs: ['issuer'],
    fix: 'Accept the compact serialization only, and take the claims from the verification itself, not from a second parse.',
    seen: 'A library verified the JSON serialization and then read the claims by splitting at the dots (CVE-2022-39227).',
    vectors: ({ token }) => {
      const claims = claimsOf(token)
      const stranger = { ...claims, sub: 'somebody-else' }
      return {
        'flattened JSON, another subject': { token: polyglot(token, stranger, 'flattened') },
        'flattened JSON, a later expiry': {
          token: polyglot(token, { ...claims, exp: Number(claims.exp) + 86_400 }, 'flattened'),
        },
        'flattened JSON, no padding': { token: polyglot(token, stranger, 'flattened', '') },
        'general JSON, another subject': { token: polyglot(token, stranger, 'general') },
      }
    },
    expect: [refused()],
  }),
]
