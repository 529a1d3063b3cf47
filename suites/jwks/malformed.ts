import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { answersWithin, doesNotCrash, pickedUp, rejectedWithoutKeys } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { jwksOf } from './declared.ts'
import { type Fault, withFault, withFreshKey } from './fresh-key.ts'
import { neverKnown } from './never-known.ts'
import { documentInstead } from './publishing.ts'
import { untilAsked, worstOf } from './until-asked.ts'
import { endsOf, untilKnown } from './wait.ts'

const megabyte = 1024 ** 2
/** Of a body that comes in pieces: bytes and milliseconds of each. */
const piece = { bytes: 64 * 1024, ms: 10 }

/** What is no JWK Set (RFC 7517 §5). A slow body takes longer than the target may, and is not larger than it must be. */
const broken = (failWithin: number): Readonly<Record<string, Fault>> => ({
  'an empty object': documentInstead('{}'),
  'a list': documentInstead('[]'),
  null: documentInstead('null'),
  'keys is an object': documentInstead('{"keys":{}}'),
  'keys is null': documentInstead('{"keys":null}'),
  'keys that are no objects': documentInstead('{"keys":[null,1,"x",[]]}'),
  'a body of 10 MB': { kind: 'huge-body', bytes: 10 * megabyte },
  'a body of 32 MB, compressed': { kind: 'huge-body', bytes: 32 * megabyte, gzip: true },
  'a body that does not end in time': {
    kind: 'huge-body',
    ms: piece.ms,
    bytes: Math.ceil((failWithin + 500) / piece.ms) * piece.bytes,
  },
})

/** Forms of a good set that a parser may take or not. */
const odd: Readonly<Record<string, (good: string) => Fault>> = {
  'keys twice': (good) => documentInstead(`{"keys":[],${good.slice(1)}`),
  'a byte order mark': (good) => documentInstead(`\uFEFF${good}`),
  'another media type': (good) => documentInstead(good, 'text/plain'),
}

/** Media types of a JWK Set (RFC 7517 §8.5.2), and of JSON with a parameter that means nothing. */
const types = ['application/jwk-set+json', 'application/json; charset=utf-8']

export const malformedChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/malformed-set',
    title: 'takes a broken JWK Set for none, and a good one under each of its media types',
    // Not SHOULD, as RFC 7517 would have it: where a broken set opens the door, a warning is too little.
    level: 'security',
    severity: 'medium',
    spec: [rfc(7517, '5'), rfc(7517, '8.5.2'), asvs('16.5.3')],
    needs: ['issuer', 'jwks'],
    fix: 'Check that the document is an object whose keys is a list, limit its size and the time of the whole fetch, and keep the keys that you have when it is not.',
    knownIncidents: 'A KeyError that became a 500; time limits that end with the first byte of the answer.',
    sends:
      'For each broken document in the place of the JWK Set: a token by a key that was published meanwhile, until the target asks for keys or its cooldown is over. The same for forms that are only odd; then tokens by new keys in good sets of each media type.',
    passes:
      'answers 401 or 503 within jwks.failWithin while the set is broken, survives odd forms, and serves the tokens where the set is good',
    exclusive: true,
    async run(context) {
      const before = await withFreshKey(context, (key) => untilKnown(context, 'before', key))
      const { failWithin } = jwksOf(context.config)
      const withheld = [rejectedWithoutKeys(), answersWithin(failWithin)]
      for (const [name, fault] of Object.entries(broken(failWithin))) {
        const worst = worstOf(
          await withFault(context, fault, () => withFreshKey(context, (key) => untilAsked(context, name, key))),
        )
        if (worst) context.expect(name, worst, withheld, [worst])
      }
      for (const [name, form] of Object.entries(odd)) {
        const answers = await withGoodSet(context, form, (key) => untilAsked(context, name, key))
        const worst = worstOf(answers)
        if (worst) context.expect(name, worst, [doesNotCrash(), answersWithin(failWithin)], [worst])
      }
      if (!before.reached) {
        return context.expect('a good set', before, [neverKnown('takes a good JWK Set')], endsOf(before))
      }
      for (const type of types) {
        const found = await withGoodSet(
          context,
          (good) => documentInstead(good, type),
          (key) => untilKnown(context, type, key),
        )
        context.expect(type, found, [pickedUp()], endsOf(found))
      }
    },
  }),
]

type Use<Result> = Parameters<typeof withFreshKey<Result>>[1]

/** Publishes a new key in a form of the good set. */
const withGoodSet = <Result>(context: RunContext, form: (good: string) => Fault, use: Use<Result>): Promise<Result> =>
  withFreshKey(context, async (key) => {
    const good = JSON.stringify(await context.control.jwks())
    return withFault(context, form(good), () => use(key))
  })
