import type { Expectation, Observed } from '../model/expectation.ts'
import { quantile } from '../timing/statistics/quantile.ts'

/** Answers to requests that may not cost more than others, and to those others, which were sent in turn with them. */
export interface Cost {
  readonly answers: readonly Observed[]
  readonly controls: readonly Observed[]
  /** Whether the target throttled meanwhile, so that the times are not those of the requests. */
  readonly throttled?: boolean
}

/** Milliseconds that are no burden, however quick the others are. */
const bearableMs = 250
const mostTimes = 3

/** Milliseconds to each answer; endless where none came in time. */
export const timesOf = (answers: readonly Observed[]): readonly number[] =>
  answers.map(({ exchange: { durationMs, failure } }) => (failure?.kind === 'timeout' ? Infinity : durationMs))

/** Milliseconds within which so many per cent of answers must come: three times those of the controls, or 250. */
export const mostMs = (percent: number, controls: readonly Observed[]): number =>
  Math.max(mostTimes * quantile(percent, timesOf(controls)), bearableMs)

/** Whether so many per cent of the answers do not come within it. */
export const isLate = (percent: number, { answers, controls }: Cost): boolean =>
  quantile(percent, timesOf(answers)) > mostMs(percent, controls)

/** So many per cent of the answers come about as quickly as of the controls. */
export const costsNoMore = (percent: number): Expectation<Cost> => ({
  text: `answers ${percent} % of such requests within ${bearableMs} ms, or within three times what valid ones take`,
  judge: (cost) => {
    if (cost.throttled) return { kind: 'met', note: 'not measured, because the target throttles us' }
    if (!isLate(percent, cost)) return { kind: 'met' }
    const took = quantile(percent, timesOf(cost.answers))
    const taken = took === Infinity ? 'not in time' : `within ${Math.round(took)} ms`
    const most = `where ${Math.round(mostMs(percent, cost.controls))} ms are allowed`
    return { kind: 'broken', received: `${percent} % of ${cost.answers.length} requests answered ${taken}, ${most}` }
  },
})
