import type { CheckInput } from '../../model/check.ts'
import type { Attempt } from '../../model/expectation.ts'
import type { CheckId } from '../../model/finding.ts'
import type { Measured } from '../../model/measurement.ts'
import type { TimedGroups } from '../../model/run-context.ts'
import type { TargetConfig } from '../../model/target-config.ts'
import type { TimingProgress } from '../../timing/measure.ts'
import type { Destination } from '../../wire/dial.ts'
import { wireRequestOf } from '../compose.ts'
import { reasonAgainstTiming } from '../guard.ts'

/** Measures how long the target takes for two groups of requests. */
export interface Durations {
  /** Throws TypeError where the guard does not allow it. */
  compare(check: CheckId, groups: TimedGroups, input: CheckInput, server: Destination): Promise<Measured>
  /** Measures a server of ours with a seeded leak, once. */
  calibrate(): Promise<Measured>
  /** Requests sent to measure so far. */
  readonly requests: number
}

export interface DurationOptions {
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  /** Called several times a second. */
  readonly onTiming?: (check: CheckId, progress: TimingProgress) => void
  /** Default: measures a server whose comparison stops at the first wrong character. */
  readonly calibrateTiming?: () => Promise<Measured>
}

export function createDurations(config: TargetConfig, target: URL, options: DurationOptions): Durations {
  const { timeoutMs, signal, onTiming, calibrateTiming = () => loadAndMeasureSeededLeak(options) } = options
  let calibration: Promise<Measured> | undefined
  let requests = 0
  return {
    get requests() {
      return requests
    },
    calibrate() {
      calibration ??= calibrateTiming()
      return calibration
    },
    async compare(check, { groups, draw, resolution }, input, server) {
      const { timing, ca } = config
      const reason = reasonAgainstTiming(config)
      if (!timing || reason) throw new TypeError(reason)
      const resource = new URL(target.pathname + target.search, server.origin)
      const bytesOf = (attempts: readonly Attempt[]) =>
        Promise.all(
          attempts.map(async (attempt) =>
            Buffer.from((await wireRequestOf(attempt, input, resource, 'measured')).bytes),
          ),
        )
      const makeRequests = async () => {
        const { left, right } = draw()
        return { left: await bytesOf(left), right: await bytesOf(right) }
      }
      // Loads a library for statistics, which no other check needs.
      const { measure } = await import('../../timing/measure.ts')
      const measured = await measure(makeRequests, {
        ...{
          server: { ...server, ...(ca !== undefined && { ca }) },
          groups,
          budgetMs: timing.budgetMs,
          keepRaw: timing.raw,
        },
        resolution: resolution ?? (() => timing.resolution),
        ...(timeoutMs !== undefined && { timeoutMs }),
        ...(signal && { signal }),
        onProgress: (progress) => onTiming?.(check, progress),
      })
      if (measured.kind === 'measured') requests += measured.measurement.requests
      return measured
    },
  }
}

async function loadAndMeasureSeededLeak({ signal, onTiming }: DurationOptions): Promise<Measured> {
  const { measureSeededLeak } = await import('../../timing/seeded-leak.ts')
  return measureSeededLeak({
    ...(signal && { signal }),
    onProgress: (progress) => onTiming?.('timing/calibration', progress),
  })
}
