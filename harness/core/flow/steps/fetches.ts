import type { FetchesStep, WatchFetchesStep } from '../../../model/steps/issuer.ts'
import { fetchesSince, journalPosition } from '../fetches.ts'
import { flowOf, type StepKind } from '../step-kind.ts'

interface Watched {
  readonly after: number
  readonly began: number
}

export const watchFetches: StepKind<WatchFetchesStep> = {
  async play(_, { run }) {
    const watched: Watched = { after: await journalPosition(run), began: performance.now() }
    return { subject: {}, answers: [], values: { ...watched } }
  },
}

export const fetches: StepKind<FetchesStep> = {
  async play({ since, only }, context) {
    // What a reference to a whole step stands for.
    const { after, began } = since as unknown as Watched
    const tookMs = performance.now() - began
    const requests = (await fetchesSince(context.run, after)).filter(
      ({ path }) => only === undefined || path.includes('/.well-known/') === (only === 'metadata'),
    )
    return { subject: { requests, tookMs, ...flowOf(context) }, answers: [], values: { count: requests.length } }
  },
}
