import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { answersWithin, notHeldUp, type Overtaking, pickedUp, rejectedWithoutKeys } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { jwksOf } from './declared.ts'
import { type Fault, type FreshKey, withFault, withFreshKey } from './fresh-key.ts'
import { neverKnown } from './never-known.ts'
import { cooldownOver } from './renewal.ts'
import { untilAsked, worstOf } from './until-asked.ts'
import { endsOf, untilKnown } from './wait.ts'

const page = '<!doctype html><title>Please sign in</title>'

/** Ways in which a JWK Set is not there. */
const failures: Readonly<Record<string, Fault>> = {
  'the issuer drops connections': { kind: 'drop' },
  'the issuer answers 500': { kind: 'status', status: 500 },
  'the issuer answers 404': { kind: 'status', status: 404 },
  'the issuer redirects for ever': { kind: 'redirect' },
  'the issuer answers a page': { kind: 'content-type', body: page },
  'the issuer breaks off': { kind: 'truncate' },
  'the issuer hangs': { kind: 'stall' },
}

export const coldChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/cold-fetch-failure',
    title: 'refuses promptly what it has no key for, while its issuer fails',
    level: 'security',
    severity: 'high',
    spec: [asvs('16.5.2'), asvs('16.5.3'), rfc(9110, '15.6.4')],
    needs: ['issuer', 'jwks'],
    fix: 'Give the fetch a time limit of seconds and no more than one retry, answer 401 or 503 when it fails, and try again with the next token after the cooldown.',
    knownIncidents:
      'Retries on the way of a request that add up to 255 seconds and end in a 500; errors of the HTTP client that nobody caught; tokens that were let through unverified.',
    sends:
      'For each way to fail (connections dropped, 500, 404, redirects for ever, a page, half a JWK Set, no answer): a token by a key that was published meanwhile, until the target asks for keys or its cooldown is over. While the issuer hangs, requests without a token, and to the health endpoint where one is declared. Afterwards a token by a new key.',
    passes:
      'answers 401 or 503 within jwks.failWithin, holds up no other request, and serves the token by the new key when the issuer is back',
    exclusive: true,
    async run(context) {
      const before = await withFreshKey(context, (key) => untilKnown(context, 'before the failures', key))
      const within = answersWithin(jwksOf(context.config).failWithin)
      for (const [failure, fault] of Object.entries(failures)) {
        // The fault comes first: a target that fetches by itself must not have seen the key.
        const answers = await withFault(context, fault, () =>
          withFreshKey(context, (key) =>
            fault.kind === 'stall' ? whileOthersCome(context, failure, key) : untilAsked(context, failure, key),
          ),
        )
        const worst = worstOf(answers)
        if (worst) context.expect(failure, worst, [rejectedWithoutKeys(), within], [worst])
      }
      if (!before.reached) {
        return context.expect('after the failures', before, [neverKnown('serves a new key')], endsOf(before))
      }
      await withFreshKey(context, async (key) => {
        const after = await untilKnown(context, 'after the failures', key)
        context.expect('after the failures', after, [pickedUp()], endsOf(after))
      })
    },
  }),
]

/** So many requests of others, because one may have bad luck on a busy machine. */
const others = 3

/** As `untilAsked`, with requests of others while the last answer is pending. */
async function whileOthersCome(context: RunContext, vector: string, key: FreshKey): Promise<readonly Observed[]> {
  const { health } = context.config.features
  const kinds: Readonly<Record<string, Attempt>> = {
    'others meanwhile': { authorization: [], retryThrottled: false },
    ...(health && { 'the health endpoint meanwhile': { path: health.path, authorization: [], retryThrottled: false } }),
  }
  // Within the cooldown nobody would wait for anything.
  await cooldownOver(context)
  const held = untilAsked(context, vector, key)
  await context.pause(50)
  const passing = Object.entries(kinds).map(async ([name, attempt]) => {
    const answers = await Promise.all(Array.from({ length: others }, () => context.send(name, attempt)))
    return { name, answers }
  })
  const answers = await held
  for (const { name, answers: passed } of await Promise.all(passing)) {
    const overtaking: Overtaking = { held: answers, passed }
    context.expect(name, overtaking, [notHeldUp()], passed.slice(0, 1))
  }
  return answers
}
