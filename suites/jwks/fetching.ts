import { apiTop10, cwe, defineCheck, rfc } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { jwksOf } from './declared.ts'
import { fetchesWithin, rejectedWithoutKeys } from './expect.ts'
import { watchFetches } from './fetches.ts'
import { tokenBy, usualKid, withFault, withFreshKey } from './fresh-key.ts'
import { cooldownOver } from './renewal.ts'
import { tokenWithUnknownKid } from './unknown-kid.ts'
import { worstOf } from './until-asked.ts'

/** As many fetches for unknown keys are still no amplification. */
const enough = 5
const wave = 10
const waves = 10
const repeated = 20
const steady = 200
const burst = 50
/** Long enough that tokens sent at the same time all wait for one fetch. */
const slowly = { kind: 'delay', ms: 100 } as const

/** Fetches that are allowed because the cooldown is over or the cache has expired. */
function declaredFetches({ config }: Pick<RunContext, 'config'>, tookMs: number): number {
  const { cooldown, cacheFor } = jwksOf(config)
  return Math.floor(tookMs / Math.min(cooldown, cacheFor))
}

export const fetchingChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/unknown-kid-fetch-bounded',
    title: 'must not fetch keys for every token with an unknown kid',
    level: 'security',
    severity: 'high',
    spec: [apiTop10(4), rfc(8725, '2.9'), cwe(770)],
    needs: ['issuer', 'jwks'],
    fix: 'Fetch for an unknown kid at most once in a cooldown, and let tokens that arrive meanwhile wait for that one fetch.',
    knownIncidents: 'CVE-2026-48524 of PyJWKClient, and the first attempt to fix it; SDKs that fetch once per request.',
    sends: `After the cooldown: ${waves * wave} tokens with random kids, ${wave} at a time, the first of them while the issuer is slow; then ${repeated} tokens with one unknown kid at a time.`,
    passes: `must reject all of them, and ask the issuer at most ${enough} times for each of jwks.instances, besides what jwks.cooldown and jwks.cacheFor allow in that time`,
    exclusive: true,
    async run(context) {
      const { instances } = jwksOf(context.config)
      // During the cooldown no target fetches, so nothing would be tested.
      await cooldownOver(context)
      const fetches = await watchFetches(context)
      const began = performance.now()
      const sent = { 'random kids': await randomKids(context), 'one unknown kid': await oneKid(context) }
      for (const [vector, answers] of Object.entries(sent)) {
        const worst = worstOf(answers)
        if (worst) context.expect(vector, worst, [rejectedWithoutKeys()], [worst])
      }
      const most = instances * (enough + declaredFetches(context, performance.now() - began))
      const all = Object.values(sent).flat()
      const fetching = { requests: await fetches.since(), most, sent: all.length }
      context.expect('all of them', fetching, [fetchesWithin()], all.slice(0, 1))
    },
  }),
  defineCheck({
    id: 'jwks/fetch-steady-state',
    title: 'must not fetch keys for valid traffic, and must fetch only once for many tokens signed with a new key',
    level: 'security',
    severity: 'medium',
    spec: [rfc(9111, '4.2'), apiTop10(4)],
    needs: ['issuer', 'jwks'],
    fix: 'Keep the keys in memory for their lifetime, and let requests that need a fetch wait for the one in progress.',
    knownIncidents: 'No lock around the refresh, so that each of many simultaneous requests fetches.',
    sends: `${steady} valid tokens at the same time; then, after the cooldown and while the issuer is slow, ${burst} tokens signed with a new key at the same time.`,
    passes: `must ask for the metadata at most once and for the keys at most twice in each jwks.cacheFor, and at most ${enough} times for the new key, for each of jwks.instances`,
    exclusive: true,
    async run(context) {
      const { instances } = jwksOf(context.config)
      await steadily(context)
      await cooldownOver(context)
      await withFault(context, slowly, () =>
        withFreshKey(context, async ({ attempt }) => {
          const fetches = await watchFetches(context)
          const sent = await together(burst, () =>
            context.send('a burst of tokens signed with a new key', { ...attempt, retryThrottled: false }),
          )
          const fetching = { requests: await fetches.since(), most: enough * instances, sent: sent.length }
          context.expect('a burst of tokens signed with a new key', fetching, [fetchesWithin()], sent.slice(0, 1))
        }),
      )
    },
  }),
]

async function steadily(context: RunContext): Promise<void> {
  const { cacheFor, instances } = jwksOf(context.config)
  const fetches = await watchFetches(context)
  const began = performance.now()
  const sent = await together(steady, () => context.send('valid tokens', tokenBy(usualKid(context))))
  const lifetimes = instances * (1 + Math.floor((performance.now() - began) / cacheFor))
  const all = await fetches.since()
  const metadata = all.filter((request) => request.includes('/.well-known/'))
  const keys = all.filter((request) => !metadata.includes(request))
  const evidence = sent.slice(0, 1)
  context.expect(
    'keys for valid tokens',
    { requests: keys, most: 2 * lifetimes, sent: steady },
    [fetchesWithin()],
    evidence,
  )
  context.expect(
    'metadata for valid tokens',
    { requests: metadata, most: lifetimes, sent: steady },
    [fetchesWithin()],
    evidence,
  )
}

async function randomKids(context: RunContext): Promise<readonly Observed[]> {
  const once = () => together(wave, () => context.send('a random kid', tokenWithUnknownKid(context)))
  // Slow for the first ones only, which then all wait for the same fetch.
  const sent = [...(await withFault(context, slowly, once))]
  for (let count = 1; count < waves; count++) sent.push(...(await once()))
  return sent
}

async function oneKid(context: RunContext): Promise<readonly Observed[]> {
  const attempt: Attempt = tokenWithUnknownKid(context)
  return together(repeated, () => context.send('one unknown kid', attempt))
}

const together = <Result>(count: number, one: () => Promise<Result>): Promise<readonly Result[]> =>
  Promise.all(Array.from({ length: count }, one))
