import { defineCheck, jwtBcp, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { TokenForm } from '../../harness/model/forgery.ts'
import { cvesOf, flaw } from '../flaws.ts'

const separatedBy = (separator: string): Attempt => ({
  token: ['{token|header}', '{token|payload}', '{token|signature}'].join(separator),
})

const orClosed = { expect: [rejected({ orCloses: true })] }

const serialized = (form: TokenForm): Attempt => ({ forge: { form } })

/** The claims of its JSON have expired, so a server can accept it only by the claims between the dots. */
const {
  from,
  form: { claims: anotherSubject },
} = flaw('polyglot').forge

const other = { sub: 'somebody-else' }

/** Nobody but the issuer can sign claims that have expired: of a given token those are valid in both readings. */
const ofGivenToken = (form: 'flattened' | 'general', padding?: string): Attempt => ({
  forge: { form: { polyglot: form, claims: other, ...(padding !== undefined && { padding }) } },
  when: { issuer: false },
})

export const structureChecks: readonly Check[] = [
  defineCheck({
    id: 'jws/malformed-structure',
    title: 'must reject anything but three base64url parts, without a crash',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(7519, '7.2'), rfc(7515, '7.1'), jwtBcp('3.14')],
    needs: ['jwt'],
    fix: 'Count the parts before using them, and answer 401 to anything that cannot be parsed.',
    knownIncidents: 'Code that unpacks the parts at once and answers 500 to every other number of them.',
    vectors: {
      empty: { token: '' },
      'one dot': { token: '.' },
      'two dots': { token: '..' },
      'three dots': { token: '...' },
      'one part': { token: 'a' },
      'two parts': { token: 'a.b' },
      'four parts': { token: 'a.b.c.d' },
      'six parts': { token: 'a.b.c.d.e.f' },
      'a good token and a fourth part': flaw('four-parts'),
      'a good token behind another part': { token: 'x.{token}' },
      'header only': { token: '{token|header}' },
      'payload only': { token: '{token|payload}' },
      'header and payload only': { token: '{token|header}.{token|payload}' },
      'header missing': { token: '.{token|payload}.{token|signature}' },
      'payload missing': { token: '{token|header}..{token|signature}' },
      'spaces between the parts': separatedBy(' . '),
      'tabs between the parts': separatedBy('\t.\t'),
      'newlines between the parts': { ...separatedBy('\n.\n'), ...orClosed },
      'folded lines between the parts': { ...separatedBy('.\r\n '), ...orClosed },
      'an empty object for a header': { token: 'e30.{token|payload}.{token|signature}' },
      'null for a header': { token: 'bnVsbA.{token|payload}.{token|signature}' },
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'jws/polyglot-token',
    title: 'must reject a string that is two tokens at once',
    level: 'MUST',
    severity: 'critical',
    spec: [jwtBcp('2.13'), jwtBcp('3.14'), rfc(8725, '3.3')],
    needs: ['jwt'],
    fix: 'Accept the compact serialization only, and use the claims that the verification returns, not those of a second parse.',
    knownIncidents: `A library verified the JSON serialization and then read the claims by splitting at the dots (${cvesOf('polyglot')}).`,
    vectors: {
      'flattened JSON, another subject': flaw('polyglot'),
      'flattened JSON, a later expiry': {
        forge: { from, form: { polyglot: 'flattened', claims: { exp: '{claims.exp}' } } },
      },
      'flattened JSON, no padding': {
        forge: { from, form: { polyglot: 'flattened', claims: anotherSubject, padding: '' } },
      },
      'general JSON, another subject': {
        forge: { from, form: { polyglot: 'general', claims: anotherSubject } },
      },
      'the given token as flattened JSON, another subject': ofGivenToken('flattened'),
      'the given token as flattened JSON, no padding': ofGivenToken('flattened', ''),
      'the given token as general JSON, another subject': ofGivenToken('general'),
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'jws/json-serialization',
    title: 'must reject a token in a JSON serialization',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(7519, '1'), jwtBcp('2.13'), jwtBcp('3.14')],
    needs: ['jwt'],
    fix: 'Match the token against three base64url parts before a JOSE library sees it: many read JSON as well.',
    knownIncidents: 'Libraries with one function for all serializations, in verifiers that meant to accept JWTs only.',
    vectors: {
      flattened: flaw('json-serialization'),
      general: serialized({ json: 'general' }),
      'flattened, percent-encoded': serialized({ json: 'flattened', encoded: 'percent' }),
      'general, percent-encoded': serialized({ json: 'general', encoded: 'percent' }),
      'flattened, in base64url': serialized({ json: 'flattened', encoded: 'base64url' }),
      'general, in base64url': serialized({ json: 'general', encoded: 'base64url' }),
      'flattened, other claims in an unprotected header': serialized({ json: 'flattened', unprotectedClaims: other }),
      'general, other claims in an unprotected header': serialized({ json: 'general', unprotectedClaims: other }),
      'flattened, another token in a member': serialized({ json: 'flattened', memberClaims: other }),
      'general, another token in a member': serialized({ json: 'general', memberClaims: other }),
    },
    expect: [rejected()],
  }),
]
