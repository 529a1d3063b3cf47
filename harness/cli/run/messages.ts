import { describeSpan } from '../../config/duration.ts'
import type { Slowdown } from '../../core/slowdown.ts'
import { errorTable } from '../../errors.ts'
import type { Results } from '../../model/results.ts'
import type { BroughtUp, Trusted } from './target/bring-up.ts'

/** What to configure the target with. */
export const trustMessage = ({ issuer, jwksUri, audience }: Trusted): string =>
  `The issuer is running. Configure the target to trust\n  issuer    ${issuer}\n  JWKS URI  ${jwksUri}\n  audience  ${audience === '' ? 'none: tokens have no aud' : audience}\n`

/** How a limit of the target slows the run down. */
export function slowdownMessage({ limit, requests, ms, brief }: Slowdown, maxDurationMs: number): string {
  const { path = 'The target', windowMs } = limit
  const count = `about ${limit.requests} request${limit.requests === 1 ? '' : 's'} in ${describeSpan(windowMs)}`
  const left = `The ${requests} or so that are left take about ${describeSpan(ms)}`
  const outcome = brief
    ? `${left}, longer than --max-duration allows (${describeSpan(maxDurationMs)}): the most severe checks come first, with one vector each.`
    : `${left} at that pace.`
  return `${path} takes ${count}. ${outcome}\n`
}

/** That nothing is sent for a while. */
export const pauseMessage = (ms: number): string => `The target throttles us. The run goes on in ${describeSpan(ms)}.\n`

/** Which checks a limit of the target left no time for. */
export const leftOutMessage = (leftOut: readonly string[]): string =>
  leftOut.length === 0
    ? ''
    : `Left out for the limit of the target: ${leftOut.join(', ')}. A longer --max-duration runs them.\n`

/** Messages besides the report: why nothing was tested, or why a run ended early. */
export function outcomeMessage(results: Results, broughtUp: BroughtUp): string {
  if (results.interrupted) return 'Interrupted. The report shows what was known by then.\n'
  return logsMessage(results, broughtUp) + reasonMessage(results)
}

function logsMessage({ stop }: Results, { target, ended }: BroughtUp): string {
  const end = ended?.()
  const logs = (target.output?.logs() ?? '').trimEnd()
  const last = logs.split('\n').slice(-15)
  return [
    ...(end === undefined ? [] : [`The command that started the target ended during the run, with ${end}.\n`]),
    ...(logs !== '' && (stop || end !== undefined)
      ? ['Its last output:\n', ...last.map((line) => `  | ${line}\n`)]
      : []),
  ].join('')
}

function reasonMessage({ stop, summary, findings }: Results): string {
  if (stop) return `error: ${stop.message}\n  ${stop.next}\n`
  if (summary.error > 0) {
    const faults = findings.filter(({ verdict }) => verdict === 'error')
    const list = faults.map(({ id, reason }) => `  ${id}: ${reason}\n`).join('')
    return `error: ${errorTable.INTERNAL.about} It ended ${faults.length} of the checks:\n${list}`
  }
  if (summary.executed > 0) return ''
  return `error: ${errorTable.NOTHING_SELECTED.about}\n  All were skipped; the report says why.\n`
}
