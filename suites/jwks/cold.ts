import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { answersWithin } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { jwksOf } from './declared.ts'
import { type Meanwhile, needsNewKey, newKeyAccepted, othersNotDelayed, rejectedWithoutKeys } from './expect.ts'
import { type Fault, type FreshKey, withFault, withFreshKey } from './fresh-key.ts'
import { cooldownOver } from './renewal.ts'
import { untilAsked, worstOf } from './until-asked.ts'
import { endsOf, untilAccepted } from './wait.ts'

const page = '<!doctype html><title>Please sign in</title>'

/** Failures of the JWK Set endpoint. */
const failures: Readonly<Record<string, Fault>> = {
  'the issuer drops connections': { kind: 'drop' },
  'the issuer answers 500': { kind: 'status', status: 500 },
  'the issuer answers 404': { kind: 'status', status: 404 },
  'the issuer redirects without end': { kind: 'redirect' },
  'the issuer answers an HTML page': { kind: 'content-type', body: page },
  'the issuer breaks off its answer': { kind: 'truncate' },
  'the issuer does not answer': { kind: 'stall' },
}

export const coldChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/cold-fetch-failure',
    title: 'must promptly reject tokens that it has no key for while its issuer fails',
    level: 'security',
    severity: 'high',
    spec: [asvs('16.5.2'), asvs('16.5.3'), rfc(9110, '15.6.4')],
    needs: ['issuer', 'jwks'],
    fix: 'Give the fetch a time limit of a few seconds and at most one retry, answer 401 or 503 when it fails, and fetch again for the next token after the cooldown.',
    knownIncidents:
      'Retries within a request that add up to 255 seconds and end in a 500; uncaught errors of the HTTP client; tokens that were accepted without verification.',
    sends:
      'For each failure of the issuer (dropped connections, 500, 404, endless redirects, an HTML page, half a JWK Set, no answer): tokens signed with a key that was published during the failure, until the target asks for keys or its cooldown is over. While the issuer does not answer, also requests without a token, and to the health endpoint where one is declared. Afterwards a token signed with a new key.',
    passes:
      'must answer 401 or 503 within jwks.failWithin, must not delay other requests, and must accept the token signed with the new key when the issuer is available again',
    exclusive: true,
    async run(context) {
      const before = await withFreshKey(context, (key) => untilAccepted(context, 'before the failures', key))
      const within = answersWithin(jwksOf(context.config).failWithin)
      for (const [failure, fault] of Object.entries(failures)) {
        // The fault comes first: a target that fetches periodically must not know the key.
        const answers = await withFault(context, fault, () =>
          withFreshKey(context, (key) =>
            fault.kind === 'stall' ? withOtherRequests(context, failure, key) : untilAsked(context, failure, key),
          ),
        )
        const worst = worstOf(answers)
        if (worst) context.expect(failure, worst, [rejectedWithoutKeys(), within], [worst])
      }
      if (!before.reached) {
        return context.expect('after the failures', before, [needsNewKey('must accept a new key')], endsOf(before))
      }
      await withFreshKey(context, async (key) => {
        const after = await untilAccepted(context, 'after the failures', key)
        context.expect('after the failures', after, [newKeyAccepted()], endsOf(after))
      })
    },
  }),
]

/** Several other requests, because a single one may be slow on a busy machine. */
const otherRequests = 3

/** As `untilAsked`, with other requests while the last answer is pending. */
async function withOtherRequests(context: RunContext, vector: string, key: FreshKey): Promise<readonly Observed[]> {
  const { health } = context.config.features
  const kinds: Readonly<Record<string, Attempt>> = {
    'other requests meanwhile': { authorization: [], retryThrottled: false },
    ...(health && { 'the health endpoint meanwhile': { path: health.path, authorization: [], retryThrottled: false } }),
  }
  // During the cooldown no request would wait for keys.
  await cooldownOver(context)
  const waiting = untilAsked(context, vector, key)
  await context.pause(50)
  const others = Object.entries(kinds).map(async ([name, attempt]) => {
    const answers = await Promise.all(Array.from({ length: otherRequests }, () => context.send(name, attempt)))
    return { name, answers }
  })
  const answers = await waiting
  for (const { name, answers: answered } of await Promise.all(others)) {
    const meanwhile: Meanwhile = { waiting: answers, others: answered }
    context.expect(name, meanwhile, [othersNotDelayed()], answered.slice(0, 1))
  }
  return answers
}
