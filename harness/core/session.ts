import { setTimeout as delay } from 'node:timers/promises'
import type { Check, CheckInput } from '../model/check.ts'
import type { Attempt, Observed } from '../model/expectation.ts'
import type { ControlledIssuer } from '../model/issuer.ts'
import type { Measured } from '../model/measurement.ts'
import type { Disturbance, RunContext } from '../model/run-context.ts'
import type { Launcher, Output, TlsAuthority } from '../model/target.ts'
import type { TargetConfig } from '../model/target-config.ts'
import { createWireClient } from '../wire/client.ts'
import type { Destination } from '../wire/dial.ts'
import { createMask } from '../wire/masking/mask.ts'
import { secretsIn, secretsOf } from './credential.ts'
import { assertKnownOrigin, guardRequests, resolveDestination } from './guard.ts'
import { type Controls, sendControls } from './session/controls.ts'
import { createDurations, type DurationOptions } from './session/durations.ts'
import { createInputs } from './session/inputs.ts'
import { createLaunches } from './session/launches.ts'
import { createNewestToken, type TokenRenewal } from './session/newest-token.ts'
import { createObserver } from './session/observer.ts'
import { createSender, type Server } from './session/sender.ts'
import { createThrottle, type Throttle } from './session/throttle.ts'
import { expiredMessage } from './session/token-expiry.ts'

export interface SessionOptions extends DurationOptions {
  readonly origin: URL
  readonly config: TargetConfig
  /** Present when the configuration's credential is a JWT. */
  readonly issuer?: ControlledIssuer
  /** How the next token is fetched, for a credential that expires. */
  readonly renewal?: TokenRenewal
  /** What the target writes, when we started it. */
  readonly output?: Output
  /** Starts the target again, when we started it. */
  readonly launcher?: Launcher
  /** Time limit of one request, in milliseconds. Default: 10,000. */
  readonly timeoutMs?: number
  /** Requests under way at once. Default: 10. */
  readonly concurrency?: number
  /** Longest that the run may take where the target limits requests, in milliseconds. Default: 15 minutes. */
  readonly maxDurationMs?: number
  /** Called when the target is given a pause of several seconds, with its milliseconds. */
  readonly onPause?: (ms: number) => void
  /** Longest pause before a throttled request is sent again, in milliseconds. Default: any that ends within the run. */
  readonly maxPauseMs?: number
  /** Ends each connection with a reset; see the wire client. Default: false. */
  readonly resetConnections?: boolean
}

/** Sends attempts to one target and compares each answer with what the target protects. */
export interface Session {
  readonly config: TargetConfig
  /** The issuer that the target trusts. */
  readonly control?: ControlledIssuer
  readonly output?: Output
  /** A certificate authority of ours that the target was started to trust. */
  readonly authority?: TlsAuthority
  /** Everything observed so far, in the order of the answers. */
  readonly observed: readonly Observed[]
  readonly requests: number
  /** Sends the valid request and two with unknown credentials, and tells them apart from then on. */
  sendControls(): Promise<Controls>
  /** Input for one check, with fresh tokens. */
  checkInput(): Promise<CheckInput>
  /** Why the credential of an input is not valid any more; undefined where it may be. */
  reasonInvalid(input: CheckInput): string | undefined
  /** Sends what is part of no check. `sentFor` says why. */
  send(sentFor: string, attempt: Attempt, input: CheckInput): Promise<Observed>
  /** Sends the valid request over a connection that is kept alive: with the token of an input, or else with a fresh one. */
  sendValid(sentFor: string, input?: CheckInput): Promise<Observed>
  /** Sends for one check, as the guard allows. Rejects with an AbortError when the run is interrupted. */
  forCheck(check: Pick<Check, 'id' | 'needs'>, input: CheckInput): CheckSender
  /** The pace that the target allows. */
  readonly throttle: Pick<Throttle, 'onLimit' | 'cutShort' | 'paceOf'>
  readonly maxDurationMs: number
  /** When it should be over, where the target limits requests. Milliseconds since the epoch. */
  readonly deadline: number
  /** Requests under way at once. */
  readonly concurrency: number
  /** Sends one request at a time during the action. Whatever it sends after these milliseconds rejects with TimeIsOver. */
  alone<Result>(action: () => Promise<Result>, forMs: number): Promise<Result>
  /** Results that were different when their check was repeated alone; the engine adds to it. */
  readonly disturbances: Disturbance[]
  /** Valid requests that were not accepted because of others, which no review counts; the engine adds to it. */
  readonly disturbedControls: Set<Observed>
  close(): void
}

/** What a check may send, where the session sends it. */
interface CheckSender
  extends Pick<RunContext, 'send' | 'sendTogether' | 'sendOnOneConnection' | 'launch' | 'compareDurations' | 'pause'> {
  /** Measures a server of ours with a seeded leak, once a run. */
  calibrate(): Promise<Measured>
}

/**
 * Looks the host of the target up, and connects to no other address afterwards.
 *
 * @throws TypeError for an origin that is not the one of the configuration
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { origin, issuer, output, launcher, signal, concurrency = 10, maxDurationMs = 15 * 60_000, onPause } = options
  const destination = await resolveDestination(origin)
  const config: TargetConfig = { ...options.config, onLoopback: destination.onLoopback }
  const target = new URL(config.target)
  assertKnownOrigin(origin, [target])
  const connect = connector(options, target)
  const server = connect(destination)
  const mask = createMask(secretsOf(config))
  const observer = createObserver(config, mask)
  const deadline = Date.now() + maxDurationMs
  const throttle = createThrottle({
    path: target.pathname,
    maxPauseMs: options.maxPauseMs ?? Number.POSITIVE_INFINITY,
    deadline,
    ...(signal && { signal }),
    ...(onPause && { onPause }),
  })
  const sender = createSender({ server, observer, throttle, concurrency, ...(signal && { signal }) })
  const { credential } = config
  let tokens = 1
  const newest =
    credential.kind === 'static'
      ? createNewestToken({
          first: credential.value,
          renewal: options.renewal,
          onToken: (value) => secretsIn(`${credential.source} ${++tokens}`, value).forEach(mask.add),
        })
      : undefined
  const inputs = createInputs({ config, target, issuer, newest })
  const launches = createLaunches({ launcher, mask, sender, connect: (origin) => connect({ origin }) })
  const durations = createDurations(config, target, options)

  return {
    config,
    throttle,
    maxDurationMs,
    deadline,
    ...(issuer && { control: issuer }),
    ...(output && { output }),
    ...(launcher?.authority && { authority: launcher.authority }),
    observed: observer.observed,
    concurrency,
    alone: sender.alone,
    disturbances: [],
    disturbedControls: new Set(),
    get requests() {
      return server.wire.requests + durations.requests
    },
    sendControls: () => sendControls({ inputs, sender, observer, issuer }),
    checkInput: inputs.next,
    reasonInvalid(input) {
      const expired = expiredMessage(input.config)
      return expired && [expired, newest?.problem].filter((part) => part !== undefined).join('; ')
    },
    send: sender.send,
    // After a check its token may have expired.
    sendValid: async (sentFor, input) => sender.send(sentFor, {}, input ?? (await inputs.next()), { role: 'control' }),
    forCheck(check, input) {
      const guard = guardRequests(check, config)
      const sentFor = (vector: string) => `${check.id}[${vector}]`
      return {
        send: (vector, attempt) => guard(attempt, () => sender.send(sentFor(vector), attempt, input)),
        sendOnOneConnection: (vector, attempts, how) =>
          sender.sendOnOneConnection(sentFor(vector), attempts, how, input),
        sendTogether: (vector, attempts) => sender.sendTogether(sentFor(vector), attempts, input),
        async launch(settings, secrets = {}, issuer) {
          signal?.throwIfAborted()
          const launched = await launches.launch(settings, secrets, input, issuer)
          return { ...launched, send: (vector, attempt) => launched.send(sentFor(vector), attempt) }
        },
        compareDurations: async (groups, launched) => {
          const at: Destination = launched?.origin ? { origin: launched.origin } : destination
          assertKnownOrigin(at.origin, [origin, ...launches.origins])
          return durations.compare(check.id, groups, input, at)
        },
        calibrate: durations.calibrate,
        pause: (ms) => delay(ms, undefined, signal && { signal }),
      }
    },
    close: () => server.wire.close(),
  }
}

const connector =
  ({ config: { ca }, resetConnections = false, timeoutMs, signal }: SessionOptions, { pathname, search }: URL) =>
  (destination: Destination): Server => ({
    target: new URL(pathname + search, destination.origin),
    wire: createWireClient({
      ...destination,
      resetConnections,
      ...(ca !== undefined && { ca }),
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(signal && { signal }),
    }),
  })
