import { quantile } from '../../harness/expect/index.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'

/** Answers to requests that must not cost more than others, and answers to those others, sent in turn with them. */
export interface Cost {
  readonly answers: readonly Observed[]
  readonly controls: readonly Observed[]
  /** Whether the target throttled meanwhile, so that the times are not those of the requests. */
  readonly throttled?: boolean
  /** Whether the answers are delayed on purpose, which costs the target nothing. */
  readonly delayed?: boolean
}

/** Milliseconds that are always allowed, however quick the controls are. */
const alwaysAllowedMs = 250
const mostTimes = 3

/** Milliseconds to each answer; infinite where none came in time. */
export const timesOf = (answers: readonly Observed[]): readonly number[] =>
  answers.map(({ exchange: { durationMs, failure } }) => (failure?.kind === 'timeout' ? Infinity : durationMs))

/** Milliseconds within which so many per cent of answers must come: three times those of the controls, or 250. */
export const mostMs = (percent: number, controls: readonly Observed[]): number =>
  Math.max(mostTimes * quantile(percent, timesOf(controls)), alwaysAllowedMs)

/** Whether fewer than so many per cent of the answers come in time. */
export const isLate = (percent: number, { answers, controls }: Cost): boolean =>
  quantile(percent, timesOf(answers)) > mostMs(percent, controls)

/** So many per cent of the answers come about as quickly as those of the controls. */
export const costsNoMore = (percent: number): Expectation<Cost> => ({
  text: `must answer ${percent} % of such requests within ${alwaysAllowedMs} ms, or within three times what valid ones take`,
  judge: (cost) => {
    if (cost.throttled) return { kind: 'met', note: 'not measured, because the target throttles us' }
    if (!isLate(percent, cost)) return { kind: 'met' }
    const took = quantile(percent, timesOf(cost.answers))
    if (cost.delayed)
      return { kind: 'met', note: `delayed on purpose, to ${Math.round(took)} ms: many at once take no longer` }
    const taken = took === Infinity ? 'not in time' : `within ${Math.round(took)} ms`
    const most = `where ${Math.round(mostMs(percent, cost.controls))} ms are allowed`
    return { kind: 'broken', received: `${percent} % of ${cost.answers.length} requests answered ${taken}, ${most}` }
  },
})
