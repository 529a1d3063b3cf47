import { defineCheck, jwtBcp, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import { type Beside, type Form, jsonSerialization } from '../../harness/forge/json-serialization.ts'
import { encode, join, partsOf } from '../../harness/forge/parts.ts'
import { polyglot } from '../../harness/forge/polyglot.ts'
import { claimsOf } from '../../harness/forge/tamper.ts'
import type { Check } from '../../harness/model/check.ts'

export const structureChecks: readonly Check[] = [
  defineCheck({
    id: 'jws/malformed-structure',
    title: 'refuses what is not three base64url parts, without a crash',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(7519, '7.2'), rfc(7515, '7.1'), jwtBcp('3.14')],
    needs: ['issuer'],
    fix: 'Count the parts before using them, and answer 401 to whatever cannot be parsed.',
    knownIncidents: 'Code that unpacks the parts at once and answers 500 to every other number of them.',
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
        'newlines between the parts': { ...spread('\n.\n'), expect: [rejected({ orCloses: true })] },
        'folded lines between the parts': { ...spread('.\r\n '), expect: [rejected({ orCloses: true })] },
        'an empty object for a header': { token: join({ header: 'e30', payload, signature }) },
        'null for a header': { token: join({ header: 'bnVsbA', payload, signature }) },
      }
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'jws/polyglot-token',
    title: 'refuses a string that is two tokens at once',
    level: 'MUST',
    severity: 'critical',
    spec: [jwtBcp('2.13'), jwtBcp('3.14'), rfc(8725, '3.3')],
    needs: ['issuer'],
    fix: 'Accept the compact serialization only, and take the claims from the verification itself, not from a second parse.',
    knownIncidents:
      'A library verified the JSON serialization and then read the claims by splitting at the dots (CVE-2022-39227).',
    // What it is by JSON has expired, so that only what stands between the dots can let it in.
    vectors: async ({ token, mint }) => {
      const claims = claimsOf(token)
      const expired = await mint({ claims: { iat: '-2h', nbf: '-2h', exp: '-1h' } })
      const stranger = { ...claims, sub: 'somebody-else' }
      return {
        'flattened JSON, another subject': { token: polyglot(expired, stranger, 'flattened') },
        'flattened JSON, a later expiry': {
          token: polyglot(expired, { ...claimsOf(expired), exp: claims.exp }, 'flattened'),
        },
        'flattened JSON, no padding': { token: polyglot(expired, stranger, 'flattened', '') },
        'general JSON, another subject': { token: polyglot(expired, stranger, 'general') },
      }
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'jws/json-serialization',
    title: 'refuses a good token in a JSON serialization',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(7519, '1'), jwtBcp('2.13'), jwtBcp('3.14')],
    needs: ['issuer'],
    fix: 'Match the token against three base64url parts before a JOSE library sees it: many read JSON as well.',
    knownIncidents:
      'Libraries with one function for all serializations, behind verifiers that meant to take JWTs only.',
    vectors: ({ token }) => {
      const { header, signature } = partsOf(token)
      const other = { ...claimsOf(token), sub: 'somebody-else' }
      const text = (form: Form, beside?: Beside) => JSON.stringify(jsonSerialization(token, form, beside))
      const compact = join({ header, payload: encode(other), signature })
      return {
        flattened: { token: text('flattened') },
        general: { token: text('general') },
        'flattened, percent-encoded': { token: encodeURIComponent(text('flattened')) },
        'general, percent-encoded': { token: encodeURIComponent(text('general')) },
        'flattened, in base64url': { token: encode(text('flattened')) },
        'general, in base64url': { token: encode(text('general')) },
        'flattened, other claims in a header that nobody signed': { token: text('flattened', { header: other }) },
        'general, other claims in a header that nobody signed': { token: text('general', { header: other }) },
        'flattened, another token in a member': { token: text('flattened', { members: { jwt: compact } }) },
        'general, another token in a member': { token: text('general', { members: { jwt: compact } }) },
      }
    },
    expect: [rejected()],
  }),
]
