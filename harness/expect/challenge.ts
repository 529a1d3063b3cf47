import type { Expectation, Observed } from '../model/expectation.ts'
import { parseChallenges } from '../wire/headers/challenge.ts'

/** Values of all WWW-Authenticate fields, in their order. */
export const challengeFields = ({ exchange }: Observed): readonly string[] =>
  (exchange.response?.fields ?? [])
    .filter(([name, value]) => name.toLowerCase() === 'www-authenticate' && value.trim() !== '')
    .map(([, value]) => value)

/** The answer has at least one WWW-Authenticate field (RFC 9110 §11.6.1, §15.5.2). */
export const challengePresent = (): Expectation => ({
  text: 'must send a challenge in WWW-Authenticate',
  judge: (observed) =>
    challengeFields(observed).length > 0
      ? { kind: 'met' }
      : { kind: 'broken', received: `${observed.exchange.response?.status ?? 'no answer'} without WWW-Authenticate` },
})

/** A parameter of the first challenge that has it. */
export function challengeParameter(observed: Observed, wanted: string): string | undefined {
  for (const field of challengeFields(observed)) {
    const parsed = parseChallenges(field)
    const params = parsed.ok ? parsed.challenges.flatMap((challenge) => challenge.params) : []
    const found = params.find(({ name }) => name.toLowerCase() === wanted)
    if (found) return found.value
  }
  return undefined
}
