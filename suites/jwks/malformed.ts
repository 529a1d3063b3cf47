import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { answersWithin, doesNotCrash } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { jwksOf } from './declared.ts'
import { needsNewKey, newKeyAccepted, rejectedWithoutKeys } from './expect.ts'
import { type Fault, withFault, withFreshKey } from './fresh-key.ts'
import { documentFault } from './publishing.ts'
import { untilAsked, worstOf } from './until-asked.ts'
import { endsOf, untilAccepted } from './wait.ts'

const megabyte = 1024 ** 2
/** A slow body is sent in pieces: bytes of each, and milliseconds between them. */
const piece = { bytes: 64 * 1024, ms: 10 }

/** Documents that are no JWK Set (RFC 7517 §5). The slow body takes longer than the target may, and is no larger than that. */
const malformed = (failWithin: number): Readonly<Record<string, Fault>> => ({
  'an empty object': documentFault('{}'),
  'a list': documentFault('[]'),
  null: documentFault('null'),
  'keys is an object': documentFault('{"keys":{}}'),
  'keys is null': documentFault('{"keys":null}'),
  'keys that are no objects': documentFault('{"keys":[null,1,"x",[]]}'),
  'a body of 10 MB': { kind: 'huge-body', bytes: 10 * megabyte },
  'a body of 32 MB, compressed': { kind: 'huge-body', bytes: 32 * megabyte, gzip: true },
  'a body that does not end in time': {
    kind: 'huge-body',
    ms: piece.ms,
    bytes: Math.ceil((failWithin + 500) / piece.ms) * piece.bytes,
  },
})

/** Unusual forms of a valid set, which a parser may accept or reject. */
const unusual: Readonly<Record<string, (valid: string) => Fault>> = {
  'keys twice': (valid) => documentFault(`{"keys":[],${valid.slice(1)}`),
  'a byte order mark': (valid) => documentFault(`\uFEFF${valid}`),
  'another media type': (valid) => documentFault(valid, 'text/plain'),
}

/** Media types of a JWK Set (RFC 7517 §8.5.2), and of JSON with a parameter that has no meaning. */
const types = ['application/jwk-set+json', 'application/json; charset=utf-8']

export const malformedChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/malformed-set',
    title: 'must ignore a malformed JWK Set, and accept a valid one under each of its media types',
    // Not SHOULD, as in RFC 7517: a malformed set must never give access, so a warning is not enough.
    level: 'security',
    severity: 'medium',
    spec: [rfc(7517, '5'), rfc(7517, '8.5.2'), asvs('16.5.3')],
    needs: ['issuer', 'jwks'],
    fix: 'Check that the document is an object with a list of keys, limit its size and the time of the whole fetch, and keep the keys that you have when it is not valid.',
    knownIncidents: 'A KeyError that became a 500; time limits that cover only the head of the answer.',
    sends:
      'For each malformed document in place of the JWK Set: tokens signed with a key that was published meanwhile, until the target asks for keys or its cooldown is over. The same for unusual forms of a valid set; then tokens signed with new keys in valid sets of each media type.',
    passes:
      'must answer 401 or 503 within jwks.failWithin while the set is malformed, must not crash for unusual forms, and must accept the tokens where the set is valid',
    exclusive: true,
    async run(context) {
      const before = await withFreshKey(context, (key) => untilAccepted(context, 'before', key))
      const { failWithin } = jwksOf(context.config)
      const expectations = [rejectedWithoutKeys(), answersWithin(failWithin)]
      for (const [name, fault] of Object.entries(malformed(failWithin))) {
        const worst = worstOf(
          await withFault(context, fault, () => withFreshKey(context, (key) => untilAsked(context, name, key))),
        )
        if (worst) context.expect(name, worst, expectations, [worst])
      }
      for (const [name, form] of Object.entries(unusual)) {
        const answers = await withValidSet(context, form, (key) => untilAsked(context, name, key))
        const worst = worstOf(answers)
        if (worst) context.expect(name, worst, [doesNotCrash(), answersWithin(failWithin)], [worst])
      }
      if (!before.reached) {
        return context.expect('a valid set', before, [needsNewKey('must accept a valid JWK Set')], endsOf(before))
      }
      for (const type of types) {
        const found = await withValidSet(
          context,
          (valid) => documentFault(valid, type),
          (key) => untilAccepted(context, type, key),
        )
        context.expect(type, found, [newKeyAccepted()], endsOf(found))
      }
    },
  }),
]

type Use<Result> = Parameters<typeof withFreshKey<Result>>[1]

/** Publishes a new key in this form of the valid set. */
const withValidSet = <Result>(context: RunContext, form: (valid: string) => Fault, use: Use<Result>): Promise<Result> =>
  withFreshKey(context, async (key) => {
    const valid = JSON.stringify(await context.control.jwks())
    return withFault(context, form(valid), () => use(key))
  })
