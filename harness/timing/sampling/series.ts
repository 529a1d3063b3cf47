import type { Block, RawSeries } from '../../model/measurement.ts'
import type { Destination } from '../../wire/dial.ts'
import { differsNow, looks } from '../statistics/decide.ts'
import { addDurations, type Durations, type Group, groupOf, noDurations, subgroups, summarise } from './block.ts'
import { balancedOrder, type Random } from './order.ts'
import type { Requests } from './preflight.ts'
import { type ExpectedAnswers, openSender, ProbeFailure, type Sender } from './sender.ts'
import { createTemplate } from './template.ts'

/** How the target is probed, as the preflight found. */
interface ProbeSettings {
  readonly server: Destination
  /** Requests of a probe. */
  readonly pipelined: number
  readonly answerBytes: number
  readonly status: number
}

export interface SeriesOptions {
  /** Milliseconds of the measurement, without the warm-up. */
  readonly budgetMs: number
  /** Largest probability to stop early for a difference that does not exist. */
  readonly alpha: number
  /** Default: a second, or a tenth of a short budget. */
  readonly warmUpMs?: number
  /** Milliseconds that a block takes at least. Default: 25, or more where the budget is long. */
  readonly blockMs?: number
  /** Requests of a series at most. Default: 5,000,000. */
  readonly maxRequests?: number
  /** Milliseconds for one probe. Default: 10,000. */
  readonly timeoutMs?: number
  readonly random?: Random
  readonly signal?: AbortSignal
  /** Called after each block. */
  readonly onBlock?: (blocks: readonly Block[], part: number) => void
  /** Called for each probe of a block in the order of sending, when the block is over, in nanoseconds a request. */
  readonly onProbe?: (group: Group, duration: number) => void
}

/** The result of a series of probes. */
export interface SampledSeries {
  readonly raw: RawSeries
  /** Durations of all probes, in nanoseconds a request. */
  readonly left: readonly number[]
  readonly right: readonly number[]
  readonly requests: number
  readonly seconds: number
}

type TimedProbe = readonly [group: Group, duration: number]

/** A long budget makes blocks longer, not more: the interval takes time and memory by the square of their number. */
const maxBlocks = 1200
/** Probes that are put in random order together; fewer where the target is slow. */
const permutationSizes = [16, 8, 4] as const
/** After so many connections lost in a row, the series fails. */
const maxLossesInRow = 10

/**
 * Sends probes of both groups in random order until the budget is used up, or a look shows a difference.
 *
 * @throws {ProbeFailure} where the target changes its answers, or stops to answer
 * @throws {DOMException} AbortError
 */
export async function sampleSeries(
  settings: ProbeSettings,
  requests: Requests,
  options: SeriesOptions,
): Promise<SampledSeries> {
  const { budgetMs, alpha, maxRequests = 5_000_000, random = Math.random, signal, onProbe } = options
  const { warmUpMs = Math.min(1000, budgetMs / 10), blockMs = Math.max(25, budgetMs / maxBlocks) } = options
  const { pipelined, answerBytes, status } = settings
  const prober = createProber(settings, requests, options)
  const durations = { left: [] as number[], right: [] as number[] }
  let sent = 0

  async function probePermutation(size: number, timed: TimedProbe[] = []): Promise<Durations> {
    signal?.throwIfAborted()
    const taken = noDurations()
    for (const subgroup of balancedOrder(size, random)) {
      const group = groupOf(subgroup)
      const ms = await prober.probe(group, { count: pipelined, bytes: answerBytes, status })
      sent += pipelined
      const duration = (ms * 1e6) / pipelined
      taken[subgroup].push(duration)
      if (onProbe) timed.push([group, duration])
    }
    return taken
  }

  try {
    const probeMs = await warmUp(() => probePermutation(4), warmUpMs)
    const size = permutationSizes.find((probes) => probes * probeMs <= budgetMs / 100) ?? 4

    const blocks: Block[] = []
    const lookedAt: number[] = []
    const startedAt = performance.now()
    while (lookedAt.length < looks) {
      const taken = noDurations()
      const timed: TimedProbe[] = []
      const blockStarted = performance.now()
      do {
        addDurations(taken, await probePermutation(size, timed))
      } while (performance.now() - blockStarted < blockMs)
      blocks.push(summarise(taken))
      // Not between probes: work that differs between the groups would be measured.
      for (const probe of timed) onProbe?.(...probe)
      for (const subgroup of subgroups) durations[groupOf(subgroup)].push(...taken[subgroup])
      const part = Math.max((performance.now() - startedAt) / budgetMs, sent / maxRequests)
      options.onBlock?.(blocks, part)
      if (part < (lookedAt.length + 1) / looks) continue
      lookedAt.push(blocks.length)
      if (differsNow(rawOf(blocks, lookedAt), alpha)) break
    }
    return {
      raw: rawOf(blocks, lookedAt),
      ...durations,
      requests: sent,
      seconds: (performance.now() - startedAt) / 1000,
    }
  } finally {
    prober.close()
  }
}

/** Sends four probes at a time until the time is over. Resolves to the milliseconds of one. */
async function warmUp(probeFour: () => Promise<unknown>, warmUpMs: number): Promise<number> {
  const startedAt = performance.now()
  for (let turns = 1; ; turns++) {
    await probeFour()
    const elapsed = performance.now() - startedAt
    if (elapsed >= warmUpMs) return elapsed / (turns * 4)
  }
}

const rawOf = (blocks: readonly Block[], lookedAt: readonly number[]): RawSeries => ({
  blocks: blocks.map(({ left, right, control }) => [left, right, control]),
  looks: [...lookedAt],
})

/** Sends probes of a group, each with the next of its requests, `pipelined` times at once. */
function createProber(
  { server, pipelined }: ProbeSettings,
  { left, right }: Requests,
  { timeoutMs = 10_000 }: SeriesOptions,
) {
  const template = createTemplate([...left, ...right], pipelined)
  const indexes = { left: left.map((_, at) => at), right: right.map((_, at) => left.length + at) }
  const next = { left: 0, right: 0 }
  let sender: Sender | undefined

  async function open(expected: ExpectedAnswers): Promise<Sender> {
    const opened = await openSender(server, timeoutMs)
    sender = opened
    // The first probe of a connection takes longer, so it does not count.
    await opened.probe(template.bytes, expected)
    return opened
  }

  return {
    /** A probe that is lost with its connection is sent again over another one, so that no probe is left out selectively. */
    async probe(group: Group, expected: ExpectedAnswers): Promise<number> {
      const those = indexes[group]
      template.become(those[next[group]++ % those.length] ?? 0)
      for (let losses = 0; ; losses++) {
        try {
          sender ??= await open(expected)
          return await sender.probe(template.bytes, expected)
        } catch (error) {
          sender?.close()
          sender = undefined
          if (!(error instanceof ProbeFailure) || error.kind !== 'closed' || losses === maxLossesInRow) throw error
        }
      }
    },
    close: () => sender?.close(),
  }
}
