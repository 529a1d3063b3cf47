import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { advisory, doesNotCrash, rejected } from '../../harness/expect/index.ts'
import { asRawHeader, type HostileHeader, hostileHeaders, hugeHeaders } from '../../harness/forge/hostile-header.ts'
import { encode, type Json, join, partsOf } from '../../harness/forge/parts.ts'
import { headerOf, randomLike, signatureOf } from '../../harness/forge/tamper.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Vectors } from '../../harness/model/expectation.ts'

/** Once with a signature of the issuer, once with one of nobody. */
function signedAndNot(token: string, name: string, hostile: HostileHeader): Vectors {
  const forged = join({
    header: encode(hostile.bytes),
    payload: partsOf(token).payload,
    signature: encode(randomLike(signatureOf(token))),
  })
  return {
    [`${name}, signed`]: {
      jwt: { rawHeader: asRawHeader(hostile) },
      // What the issuer signed is no attack: to serve it is only a matter of form.
      expect: [hostile.signed === 'ignore' ? doesNotCrash() : rejected({ severity: 'low' })],
    },
    [`${name}, unsigned`]: { token: forged, expect: [rejected({ severity: 'critical' })] },
  }
}

const closable = (attempt: Attempt): Attempt => ({ ...attempt, expect: [rejected({ orCloses: true })] })

const mapValues = (vectors: Vectors, change: (attempt: Attempt) => Attempt): Vectors =>
  Object.fromEntries(Object.entries(vectors).map(([name, attempt]) => [name, change(attempt)]))

const vectorsOf = (token: string, headers: Readonly<Record<string, HostileHeader>>): Vectors =>
  Object.assign({}, ...Object.entries(headers).map(([name, hostile]) => signedAndNot(token, name, hostile)))

const extension = 'http://example/ext'

/** Extensions that nobody has to know, correctly listed and present (RFC 7515 §4.1.11). */
const unknownExtensions: Readonly<Record<string, Json>> = {
  [extension]: { crit: [extension], [extension]: true },
  exp: { crit: ['exp'], exp: 4_102_444_800 },
  cnf: { crit: ['cnf'], cnf: { kid: 'conformance' } },
}

/** Lists that a producer must not write; a recipient MAY refuse them. */
const malformedLists: Readonly<Record<string, Json>> = {
  'an empty list': { crit: [] },
  'a string': { crit: 'exp' },
  'a number in the list': { crit: [1] },
  'a registered name in the list': { crit: ['alg'] },
  'a name that the header lacks': { crit: ['missing'] },
  null: { crit: null },
}

export const headerChecks: readonly Check[] = [
  defineCheck({
    id: 'jws/header-hostile-json',
    title: 'refuses a hostile header without a crash',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(7515, '5.2'), rfc(7515, '10.12'), asvs('16.5.3')],
    needs: ['issuer'],
    fix: 'Take any failure to parse the header, recursion errors included, for an invalid token, and check the type of every member before using it.',
    knownIncidents:
      'Parsers whose recursion error reached the client as a 500, and libraries that answered the same way to a missing or mistyped alg; both without any key.',
    vectors: ({ token }) => {
      const good = headerOf(token)
      return { ...vectorsOf(token, hostileHeaders(good)), ...mapValues(vectorsOf(token, hugeHeaders(good)), closable) }
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'jws/crit-unknown',
    title: 'refuses a token with a critical extension that it does not know',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(7515, '4.1.11'), rfc(7519, '7.2')],
    needs: ['issuer'],
    fix: 'Refuse every token whose header has crit, unless each name in it is an extension that you implement.',
    knownIncidents: 'Libraries that ignored crit altogether (CVE-2025-59420, CVE-2026-32597).',
    vectors: ({ config }) => {
      const unknown = Object.entries(unknownExtensions).filter(([name]) => !config.accepts.critical.includes(name))
      const malformed = Object.entries(malformedLists)
      return {
        ...Object.fromEntries(unknown.map(([name, header]) => [name, { jwt: { header } }])),
        ...Object.fromEntries(
          malformed.map(([name, header]) => [
            `malformed: ${name}`,
            { jwt: { header }, expect: [advisory(rejected({ severity: 'low' }))] },
          ]),
        ),
      }
    },
    expect: [rejected()],
  }),
]
