import type { Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { tokenBy, usualKid } from './fresh-key.ts'

export const validTokens = 3

/** Sends valid tokens signed with the usual key, one after the other. */
export async function goodTokens(context: RunContext, vector: string): Promise<readonly Observed[]> {
  const answers: Observed[] = []
  for (let count = 0; count < validTokens; count++) answers.push(await context.send(vector, tokenBy(usualKid(context))))
  return answers
}
