import type { Block, RawSeries } from '../../model/measurement.ts'
import { differsNow, looks } from '../statistics/decide.ts'
import { type Arm, addShots, noShots, type Shots, summarise } from './block.ts'
import { balancedOrder, type Random } from './order.ts'
import type { Requests } from './preflight.ts'
import { type ExpectedAnswers, openShooter, type Shooter, ShotFailure } from './sender.ts'
import { createTemplate } from './template.ts'

/** How the target is measured, as the preflight found. */
export interface Firing {
  readonly origin: URL
  readonly pipelined: number
  readonly answerBytes: number
  readonly status: number
}

export interface SeriesOptions {
  /** Milliseconds of the measurement, without the warm-up. */
  readonly budgetMs: number
  /** Largest probability to stop early for a difference that is none. */
  readonly alpha: number
  /** Default: a second, or a tenth of a short budget. */
  readonly warmUpMs?: number
  /** Milliseconds that a block takes at least. Default: 25, or more where the budget is long. */
  readonly blockMs?: number
  /** Requests of a series at most. Default: 5,000,000. */
  readonly maxRequests?: number
  /** Milliseconds for one shot. Default: 10,000. */
  readonly timeoutMs?: number
  readonly random?: Random
  readonly signal?: AbortSignal
  /** Called after each block. */
  readonly onBlock?: (blocks: readonly Block[], part: number) => void
  /** Called for each shot of a block in the order of firing, when the block is over, in nanoseconds a request. */
  readonly onShot?: (kind: 'left' | 'right', duration: number) => void
}

/** What a series of shots gave. */
export interface FiredSeries {
  readonly raw: RawSeries
  /** Durations of all shots, in nanoseconds a request. */
  readonly left: readonly number[]
  readonly right: readonly number[]
  readonly requests: number
  readonly seconds: number
}

/** A shot in the order in which it was fired. */
type Fired = readonly [kind: 'left' | 'right', duration: number]

const arms: readonly Arm[] = [0, 1, 2, 3]
const kindOf = (arm: Arm) => (arm < 2 ? 'left' : 'right')

/** More are merged by longer blocks: the interval takes time and memory by the square of their number. */
const mostBlocks = 1200
/** Shots that are put in random order together, fewer where the target is slow. */
const groups = [16, 8, 4] as const
/** Connections that may be lost one after the other before the target is given up. */
const lossesInTurn = 10

/**
 * Fires shots of both kinds in random order until the budget is used up, or a look shows a difference.
 *
 * @throws {ShotFailure} when the target answers otherwise than before, or not any more
 * @throws {DOMException} AbortError
 */
export async function fireSeries(firing: Firing, requests: Requests, options: SeriesOptions): Promise<FiredSeries> {
  const { budgetMs, alpha, maxRequests = 5_000_000, random = Math.random, signal, onShot } = options
  const { warmUpMs = Math.min(1000, budgetMs / 10), blockMs = Math.max(25, budgetMs / mostBlocks) } = options
  const { pipelined, answerBytes, status } = firing
  const bursts = createBursts(firing, requests, options)
  const durations = { left: [] as number[], right: [] as number[] }
  let sent = 0

  async function fireGroup(size: number, fired: Fired[] = []): Promise<Shots> {
    signal?.throwIfAborted()
    const shots = noShots()
    for (const arm of balancedOrder(size, random)) {
      const ms = await bursts.fire(kindOf(arm), { count: pipelined, bytes: answerBytes, status })
      sent += pipelined
      const duration = (ms * 1e6) / pipelined
      shots[arm].push(duration)
      if (onShot) fired.push([kindOf(arm), duration])
    }
    return shots
  }

  try {
    const startedWarmUp = performance.now()
    let shotMs = 0
    for (let groupsFired = 1; ; groupsFired++) {
      await fireGroup(4)
      const elapsed = performance.now() - startedWarmUp
      shotMs = elapsed / (groupsFired * 4)
      if (elapsed >= warmUpMs) break
    }
    const group = groups.find((size) => size * shotMs <= budgetMs / 100) ?? 4

    const blocks: Block[] = []
    const looked: number[] = []
    const startedAt = performance.now()
    while (looked.length < looks) {
      const shots = noShots()
      const fired: Fired[] = []
      const blockStarted = performance.now()
      do {
        addShots(shots, await fireGroup(group, fired))
      } while (performance.now() - blockStarted < blockMs)
      blocks.push(summarise(shots))
      // Not between shots: what is done there for one kind and not for the other would be measured.
      for (const shot of fired) onShot?.(...shot)
      for (const arm of arms) durations[kindOf(arm)].push(...shots[arm])
      const part = Math.max((performance.now() - startedAt) / budgetMs, sent / maxRequests)
      options.onBlock?.(blocks, part)
      if (part < (looked.length + 1) / looks) continue
      looked.push(blocks.length)
      if (differsNow(rawOf(blocks, looked), alpha)) break
    }
    return {
      raw: rawOf(blocks, looked),
      ...durations,
      requests: sent,
      seconds: (performance.now() - startedAt) / 1000,
    }
  } finally {
    bursts.close()
  }
}

const rawOf = (blocks: readonly Block[], looked: readonly number[]): RawSeries => ({
  blocks: blocks.map(({ left, right, control }) => [left, right, control]),
  looks: [...looked],
})

/** Fires requests of one kind, `pipelined` at once, each time others. */
function createBursts({ origin, pipelined }: Firing, { left, right }: Requests, { timeoutMs = 10_000 }: SeriesOptions) {
  const template = createTemplate([...left, ...right], pipelined)
  const indexes = { left: left.map((_, at) => at), right: right.map((_, at) => left.length + at) }
  const next = { left: 0, right: 0 }
  let shooter: Shooter | undefined

  async function open(expected: ExpectedAnswers): Promise<Shooter> {
    const opened = await openShooter(origin, timeoutMs)
    shooter = opened
    // The first shot of a connection takes longer, so it does not count.
    await opened.shoot(template.bytes, expected)
    return opened
  }

  return {
    /** A shot that is lost with its connection is fired once more over another: which one it hits is no choice of ours. */
    async fire(kind: 'left' | 'right', expected: ExpectedAnswers): Promise<number> {
      const those = indexes[kind]
      template.become(those[next[kind]++ % those.length] ?? 0)
      for (let losses = 0; ; losses++) {
        try {
          shooter ??= await open(expected)
          return await shooter.shoot(template.bytes, expected)
        } catch (error) {
          shooter?.close()
          shooter = undefined
          if (!(error instanceof ShotFailure) || error.kind !== 'closed' || losses === lossesInTurn) throw error
        }
      }
    },
    close: () => shooter?.close(),
  }
}
