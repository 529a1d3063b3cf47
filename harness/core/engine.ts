import pLimit from 'p-limit'
import type { ErrorCode } from '../errors.ts'
import { describeAnswer } from '../expect/received.ts'
import type { Check, Suite } from '../model/check.ts'
import type { Observed } from '../model/expectation.ts'
import type { Finding } from '../model/finding.ts'
import { findingWithout } from './judge.ts'
import { isReview, runCheck } from './run-check.ts'
import { type Selector, selects } from './select.ts'
import type { Controls } from './session/controls.ts'
import type { Session } from './session.ts'

/** Why nothing but the gate could be judged; leads to exit code 3. */
export interface GateStop {
  readonly code: ErrorCode
  readonly message: string
  readonly next: string
}

export interface Run {
  readonly findings: readonly Finding[]
  readonly stop?: GateStop
  /** Ended by the signal before all checks were through. */
  readonly interrupted: boolean
  /** Checks that were asked for and did send or judge something; 0 shows nothing. */
  readonly executed: number
}

export interface RunOptions {
  /** Ids, areas or vectors to run; all when empty. The gate always runs first. */
  readonly only?: readonly Selector[]
  readonly onFinding?: (finding: Finding) => void
}

/** All at once, their requests would be a queue at whose end every step of the other checks has to wait. */
const tablesAtOnce = 8

/** The suite whose checks every other verdict leans on. */
const gateSuite = 'gate'

/**
 * Runs every check of the suites against the session's target: the gate first, then all that send, side by side, then
 * those that must be alone, one by one, and last the reviews of what was seen. Findings come back in the order of the
 * suites.
 */
export async function runSuites(session: Session, suites: readonly Suite[], options: RunOptions = {}): Promise<Run> {
  const { only = [], onFinding } = options
  const asked = ({ id }: Check) => only.length === 0 || only.some((selector) => selects(selector, id))
  const chosen = suites.flatMap(({ id: suite, checks }) =>
    checks
      .filter((check) => suite === gateSuite || asked(check))
      .map((check) => ({ check, gate: suite === gateSuite })),
  )
  const found = new Map<Check, readonly Finding[]>()
  let interrupted = false
  const settle = (check: Check, findings: readonly Finding[]) => {
    found.set(check, findings)
    for (const finding of findings) onFinding?.(finding)
  }
  const execute = async (check: Check) => {
    try {
      settle(check, await runCheck(session, check, vectorFor(check, only)))
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'AbortError') throw error
      interrupted = true
    }
  }
  const tables = pLimit(tablesAtOnce)
  const executeAll = (wanted: (entry: (typeof chosen)[number]) => boolean) =>
    Promise.all(
      chosen.filter(wanted).map(({ check }) => ('vectors' in check ? tables(() => execute(check)) : execute(check))),
    )

  let stop: GateStop | undefined
  try {
    stop = await passGate(session)
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error
    interrupted = true
  }
  if (!interrupted) {
    // Where nothing answers, each request more would only wait once more.
    const silent = stop?.code === 'TARGET_UNREACHABLE'
    await executeAll(({ check, gate }) => gate && !silent && !isReview(check))
    if (stop) {
      for (const { check, gate } of chosen) {
        if (silent || (!gate && !isReview(check)))
          settle(check, [findingWithout(check, 'inconclusive', 'not run: the gate failed')])
      }
    } else {
      await executeAll(({ check, gate }) => !gate && !isReview(check) && !check.exclusive)
      for (const { check } of chosen.filter(({ check }) => check.exclusive)) await execute(check)
    }
    await executeAll(({ check, gate }) => isReview(check) && ((gate && !silent) || !stop))
  }
  const findings = chosen.flatMap(({ check }) => found.get(check) ?? [])
  const executed = chosen.filter(
    ({ check }) => asked(check) && found.get(check)?.some(({ verdict }) => verdict !== 'skip'),
  ).length
  return { findings, interrupted, executed, ...(stop && { stop }) }
}

const vectorFor = (check: Check, only: readonly Selector[]): string | undefined =>
  only.find(({ prefix, vector }) => prefix === check.id && vector !== undefined)?.vector

/** Sends the controls. What comes back tells why no other verdict would mean anything; undefined when they hold. */
export async function passGate(session: Session): Promise<GateStop | undefined> {
  return stopFor(await session.sendControls(), session)
}

function stopFor({ valid, unknownCredentials }: Controls, { config }: Session): GateStop | undefined {
  const noAnswer = valid.find(({ exchange }) => !exchange.response)
  const refused = valid.every(({ accepted }) => !accepted)
  if (noAnswer && refused) {
    return {
      code: 'TARGET_UNREACHABLE',
      message: `${config.target}: ${describeAnswer(noAnswer)}`,
      next: adviceWithoutAnswer(noAnswer),
    }
  }
  if (refused && valid[0]) {
    return {
      code: 'CREDENTIAL_REFUSED',
      message: `${config.target} answered ${describeAnswer(valid[0])} to the valid credential.`,
      next: adviceWhenRefused(valid[0], config.credential.kind),
    }
  }
  if (!config.open && unknownCredentials.length > 0 && unknownCredentials.every(({ accepted }) => accepted)) {
    return {
      code: 'WRONG_CREDENTIAL_ACCEPTED',
      message: `${config.target} serves credentials that nobody issued, so it checks none.`,
      next: 'Is this path protected at all? Point --target at one that is, or turn authentication on.',
    }
  }
  return undefined
}

function adviceWithoutAnswer({ exchange }: Observed): string {
  switch (exchange.failure?.kind) {
    case 'timeout':
      return 'It accepted the connection but did not answer in time. Raise --timeout if it is only slow.'
    case 'too-large':
      return 'Point --target at a protected path with a small answer.'
    case 'not-http':
      return 'Is another protocol spoken on this port? Use https:// for TLS.'
    default:
      return 'Is the server running, and is the address right? --exec can start it for you.'
  }
}

function adviceWhenRefused({ exchange }: Observed, kind: 'static' | 'jwt'): string {
  const status = exchange.response?.status ?? 0
  if (status === 404 || status === 405) return 'Does the path exist, and does it take this method? See --method.'
  if (status >= 300 && status < 400) return 'It redirects. Point --target at the address that answers itself.'
  if (status >= 500) return 'The server fails on a valid request; mend that first.'
  return kind === 'static'
    ? 'Is the token in the environment the one that the server was started with?'
    : 'Does the server trust the printed issuer, JWKS URI and audience, and does it know the subject? See --subject, --claim.'
}
