import { apiTop10, cwe, defineCheck, rfc } from '../../harness/define.ts'
import { fetchesWithin, withheldWithoutKeys } from '../../harness/expect/index.ts'
import type { Attempt, Check, Observed, RunContext } from '../../harness/model.ts'
import { jwksOf } from './declared.ts'
import { watchFetches } from './fetches.ts'
import { byUnknownKey } from './unknown-kid.ts'

/** So many fetches for unknown keys are no amplification. */
const enough = 5
const wave = 10
const waves = 10
const repeated = 20

/** Fetches because the cache has run out meanwhile: the JWK Set and the metadata. */
const byAge = (tookMs: number, cacheFor: number): number => 2 * Math.floor(tookMs / cacheFor)

export const fetchingChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/unknown-kid-fetch-bounded',
    title: 'does not fetch keys for every token that invents a kid',
    level: 'security',
    severity: 'high',
    spec: [apiTop10(4), rfc(8725, '2.9'), cwe(770)],
    needs: ['issuer', 'jwks'],
    fix: 'Fetch for an unknown kid at most once in a cooldown, and let tokens that arrive meanwhile wait for that one fetch.',
    seen: 'CVE-2026-48524 of PyJWKClient, and the first attempt to mend it; SDKs that fetch once per request.',
    sends: `${waves * wave} tokens with random kids, ${wave} at the same time, then ${repeated} with one unknown kid.`,
    passes: `refuses them all, and asks the issuer at most ${enough} times (for each of jwks.instances), what its cache needs by its age apart`,
    alone: true,
    async run(context) {
      const { cacheFor, instances } = jwksOf(context.profile)
      const fetches = await watchFetches(context)
      const began = performance.now()
      const sent = [...(await randomKids(context)), ...(await oneKid(context))]
      for (const [index, observed] of sent.entries()) {
        if (observed.served || index === 0)
          context.expect(vectorOf(observed), observed, [withheldWithoutKeys()], [observed])
      }
      const most = instances * (enough + byAge(performance.now() - began, cacheFor))
      const fetching = { requests: await fetches.since(), most, sent: sent.length }
      context.expect('all of them', fetching, [fetchesWithin()], sent.slice(0, 1))
    },
  }),
]

const vectorOf = ({ sentFor }: Observed): string => /\[(.*)\]$/.exec(sentFor)?.[1] ?? sentFor

async function randomKids(context: RunContext): Promise<readonly Observed[]> {
  const sent: Observed[] = []
  for (let count = 0; count < waves; count++) {
    sent.push(...(await together(wave, () => context.send('a random kid', byUnknownKey(context)))))
  }
  return sent
}

async function oneKid(context: RunContext): Promise<readonly Observed[]> {
  const attempt: Attempt = byUnknownKey(context)
  return together(repeated, () => context.send('one unknown kid', attempt))
}

const together = <Result>(count: number, one: () => Promise<Result>): Promise<readonly Result[]> =>
  Promise.all(Array.from({ length: count }, one))
