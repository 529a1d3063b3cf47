import type { RawSeries } from '../../../harness/model/measurement.ts'
import type { Random } from '../../../harness/timing/sampling/order.ts'
import { alphas, decideSeries, differsNow } from '../../../harness/timing/statistics/decide.ts'

interface FalseAlarms {
  readonly series: number
  /** Of them, those that showed a difference. */
  readonly alarms: number
  /** Of the alarms, those that another series confirmed. */
  readonly confirmed: number
}

/** The series with the groups of each block swapped at random: without a leak as likely as the recorded one. */
export const flipped = (raw: RawSeries, random: Random): RawSeries => ({
  looks: raw.looks,
  blocks: raw.blocks.map((block) => {
    const [left, right, control] = block
    return random() < 0.5 ? block : [right, left, control]
  }),
})

/**
 * How often recordings of servers without a leak show a difference after their groups were swapped at random, and how
 * often a second series confirms it with the same sign.
 */
export function signFlips(recordings: readonly RawSeries[], count: number, random: Random): FalseAlarms {
  const draw = (): RawSeries => {
    const recording = recordings[Math.floor(random() * recordings.length)]
    if (!recording) throw new RangeError('there are no recordings')
    return flipped(recording, random)
  }
  let [alarms, confirmed] = [0, 0]
  for (let series = 0; series < count; series++) {
    const first = draw()
    if (!shows(first)) continue
    alarms++
    const second = decideSeries(draw(), alphas.confirmation)
    const { difference } = decideSeries(first, alphas.first)
    if (second.differs && Math.sign(second.difference) === Math.sign(difference)) confirmed++
  }
  return { series: count, alarms, confirmed }
}

/** `decideSeries(raw).differs`, without the interval, which takes a hundred times as long. */
const shows = ({ blocks, looks }: RawSeries): boolean =>
  looks.some((_, at) => differsNow({ blocks, looks: looks.slice(0, at + 1) }, alphas.first))
