import { setTimeout as delay } from 'node:timers/promises'
import pLimit from 'p-limit'
import { isThrottled } from '../expect/received.ts'
import type { CheckInput } from '../model/check.ts'
import type { Attempt, Observed } from '../model/expectation.ts'
import type { CheckId } from '../model/finding.ts'
import type { ControlledIssuer, JwkSet, TokenRecipe } from '../model/issuer.ts'
import type { Measured } from '../model/measurement.ts'
import type { Launched, TimedGroups } from '../model/run-context.ts'
import type { Env, Launcher, Output } from '../model/target.ts'
import type { TargetConfig } from '../model/target-config.ts'
import type { TimingProgress } from '../timing/measure.ts'
import { createWireClient, type WireAnswer, type WireClient, type WireRequest } from '../wire/client.ts'
import { createMask } from '../wire/mask.ts'
import { recordExchange } from '../wire/record.ts'
import { composeRequest } from '../wire/request.ts'
import { retryAfterMs } from '../wire/retry-after.ts'
import { capturedInHead, capturedMembers, secretPart } from './captured.ts'
import { type ClockSample, clockSkew } from './clock.ts'
import { composeAttempt, secretsOf, tokenRecipe, unknownTokenLike, withRandomSignature } from './credential.ts'
import { type Answer, deriveFingerprint, type Fingerprint, isAccepted, isDisclosed } from './fingerprint.ts'

export interface SessionOptions {
  readonly origin: URL
  readonly config: TargetConfig
  /** Present when the configuration's credential is a JWT. */
  readonly issuer?: ControlledIssuer
  /** What the target writes, and how it is started again, when we started it. */
  readonly output?: Output
  readonly launcher?: Launcher
  /** Budget of one request, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number
  /** Requests in flight at once. Default 10. */
  readonly concurrency?: number
  /** Longest pause before a throttled request is sent again, in milliseconds. Default 10,000. */
  readonly pauseAtMostMs?: number
  /** Ends each connection with a reset; see the wire client. Default: false. */
  readonly resetConnections?: boolean
  /** Called while durations are measured, several times a second. */
  readonly onTiming?: (check: CheckId, progress: TimingProgress) => void
  /** Measures a server of ours that has a difference. Default: one whose comparison stops at the first wrong character. */
  readonly calibrateTiming?: () => Promise<Measured>
  readonly signal?: AbortSignal
}

/** Sends attempts to one target and compares each answer with what the target protects. */
export interface Session {
  readonly config: TargetConfig
  /** Sends the valid request and two made-up ones, and learns to tell them apart. */
  calibrate(): Promise<Controls>
  /** Fresh knowledge for one check. */
  checkInput(): Promise<CheckInput>
  send(sentFor: string, attempt: Attempt, input: CheckInput, role?: Observed['role']): Promise<Observed>
  sendOnOneConnection(
    sentFor: string,
    attempts: readonly Attempt[],
    how: 'in turn' | 'pipelined',
    input: CheckInput,
  ): Promise<readonly Observed[]>
  /** Everything observed so far, in the order of the answers. */
  readonly observed: readonly Observed[]
  readonly requests: number
  /** The issuer that the target trusts. */
  readonly control?: ControlledIssuer
  readonly output?: Output
  /** Starts the target again with other settings. Throws TypeError where we did not start it. */
  launch(settings: Env, input: CheckInput, secrets?: Readonly<Record<string, string>>): Promise<Launched>
  /** Compares durations of the target or of a launch. Throws TypeError where the configuration has none measured. */
  compareDurations(check: CheckId, groups: TimedGroups, input: CheckInput, at?: Launched): Promise<Measured>
  /** Measures a server of ours that has a difference, once. */
  calibrateTiming(): Promise<Measured>
  /** Rejects with an AbortError when the run is interrupted. */
  pause(ms: number): Promise<void>
  close(): void
}

/** The answers that every other verdict leans on. */
export interface Controls {
  readonly valid: readonly Observed[]
  /** Answers to credentials that nobody captured. */
  readonly unknownCredentials: readonly Observed[]
}

/** A server, and where the configuration's resource is on it. */
interface Place {
  readonly target: URL
  readonly wire: WireClient
}

const pausesAtMost = 3
/** Enough Date fields to narrow the clock skew. */
const validControls = 3

export function openSession(options: SessionOptions): Session {
  const { origin, config, issuer, concurrency = 10, pauseAtMostMs = 10_000, resetConnections = false, signal } = options
  const { credential } = config
  const target = new URL(config.target)
  const targetAt = (origin: URL) => new URL(target.pathname + target.search, origin)
  const connect = (origin: URL): Place => ({
    target: targetAt(origin),
    wire: createWireClient({
      origin,
      resetConnections,
      ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
      ...(signal && { signal }),
    }),
  })
  const here = connect(origin)
  const { wire } = here
  const mask = createMask(secretsOf(config))
  const inFlight = pLimit(concurrency)
  const observed: Observed[] = []
  let skewMs = 0
  let jwks: JwkSet = { keys: [] }
  let fingerprint: Fingerprint | undefined
  let refusals: Answer[] | undefined
  let pausedUntil = 0
  let capturedCount = 0
  let timed = 0
  let calibration: Promise<Measured> | undefined

  async function mint(changes?: TokenRecipe): Promise<string> {
    if (!issuer || credential.kind !== 'jwt') throw new TypeError('mint() needs an issuer that the target trusts')
    return issuer.mint({ ...tokenRecipe(credential, changes), now: Math.floor((Date.now() + skewMs) / 1000) })
  }

  async function checkInput(): Promise<CheckInput> {
    const token = credential.kind === 'static' ? credential.value : await mint()
    return {
      token,
      unknownToken: credential.kind === 'static' ? unknownTokenLike(token) : withRandomSignature(token),
      target,
      issuer: issuer?.issuer ?? 'https://issuer.example',
      config,
      jwks,
      mint,
    }
  }

  async function toWire(
    attempt: Attempt,
    input: CheckInput,
    pool: string | undefined,
    { target }: Pick<Place, 'target'> = here,
  ): Promise<WireRequest> {
    const token = attempt.token ?? (attempt.jwt ? await mint(attempt.jwt) : input.token)
    const message = composeAttempt(attempt, config, target, token)
    // An upgrade has a Connection field of its own.
    const closes = pool === undefined && !message.fields.some((line) => /^connection:/i.test(line))
    const fields = closes ? [...message.fields, 'Connection: close'] : message.fields
    return {
      method: message.method,
      bytes: composeRequest({ ...message, fields }),
      ...(pool !== undefined && { pool }),
    }
  }

  function observe(
    sentFor: string,
    attempt: Attempt,
    role: Observed['role'],
    request: WireRequest,
    answer: WireAnswer,
  ) {
    const whole = answer.response && toAnswer(answer.response)
    const captured = attempt.captureMembers && capturedMembers(whole?.body ?? '', attempt.captureMembers)
    const inHead = attempt.captureBody && answer.response ? capturedInHead(answer.response.fields) : {}
    for (const [member, value] of [...Object.entries(captured ?? {}), ...Object.entries(inHead)]) {
      mask.learn({ name: `${member} ${++capturedCount}`, value: secretPart(value) })
    }
    const one: Observed = {
      sentFor,
      role,
      attempt,
      exchange: recordExchange(request, answer, mask),
      disclosed: whole !== undefined && fingerprint !== undefined && isDisclosed(fingerprint, whole),
      accepted:
        captured === undefined &&
        !attempt.captureBody &&
        whole !== undefined &&
        fingerprint !== undefined &&
        isAccepted(fingerprint, refusals, whole),
      ...(captured && { captured }),
      ...(attempt.captureBody &&
        answer.response &&
        whole && { unmasked: { status: whole.status, fields: answer.response.fields, body: whole.body } }),
      config,
    }
    observed.push(one)
    return one
  }

  /** Waits out a 429 or 503 with Retry-After, for every request of the run; the vector is then sent again. */
  async function sendUnthrottled(request: WireRequest, { wire }: Place = here): Promise<WireAnswer> {
    for (let pauses = 0; ; pauses++) {
      while (pausedUntil > Date.now()) await delay(pausedUntil - Date.now(), undefined, signal && { signal })
      const answer = await wire.send(request)
      // What an abort cut off says nothing about the target.
      signal?.throwIfAborted()
      if (!answer.response || pauses === pausesAtMost || !isThrottled({ ...answer.response, body: '', bodyBytes: 0 })) {
        return answer
      }
      const wait = retryAfterMs(answer.response.fields, Date.now()) ?? 1000
      pausedUntil = Date.now() + Math.min(wait, pauseAtMostMs)
    }
  }

  function send(
    sentFor: string,
    attempt: Attempt,
    input: CheckInput,
    role: Observed['role'] = 'attempt',
    place = here,
  ) {
    return inFlight(async () => {
      signal?.throwIfAborted()
      // Only controls share connections: a server that trusts a connection must not spoil what other checks see.
      const request = await toWire(attempt, input, role === 'control' ? 'control' : undefined, place)
      const answer =
        attempt.retryThrottled === false ? await place.wire.send(request) : await sendUnthrottled(request, place)
      signal?.throwIfAborted()
      return observe(sentFor, attempt, role, request, answer)
    })
  }

  async function calibrateControls(): Promise<Controls> {
    const clocks: ClockSample[] = []
    if (issuer) {
      jwks = await issuer.jwks()
      // Tokens of a wrong time are refused; the answer to nobody tells the time of the target before any is sent.
      clocks.push(
        ...toClockSample(await sendUnthrottled(await toWire({ authorization: [] }, await checkInput(), undefined))),
      )
      skewMs = clockSkew(clocks)
    }
    const valid: { attempt: Attempt; request: WireRequest; answer: WireAnswer }[] = []
    for (let count = 0; count < validControls; count++) {
      const request = await toWire({}, await checkInput(), undefined)
      const answer = await sendUnthrottled(request)
      valid.push({ attempt: {}, request, answer })
      // A target that does not answer would cost the whole budget once more each time.
      if (!answer.response) break
    }
    const answers = valid.map(({ answer }) => answer)
    fingerprint = deriveFingerprint(answers.flatMap(({ response }) => (response ? [toAnswer(response)] : [])))
    skewMs = clockSkew([...clocks, ...answers.flatMap(toClockSample)])
    const controls = valid.map(({ attempt, request, answer }) =>
      observe('control before all', attempt, 'control', request, answer),
    )
    if (!fingerprint) return { valid: controls, unknownCredentials: [] }
    const input = await checkInput()
    const strangers = [
      { authorization: [] },
      { token: unknownTokenLike(input.token) },
      { token: input.unknownToken },
    ] as const
    const unknown: Observed[] = []
    const seen: Answer[] = []
    for (const attempt of strangers) {
      const request = await toWire(attempt, input, undefined)
      const answer = await sendUnthrottled(request)
      unknown.push(observe('unknown credential', attempt, 'attempt', request, answer))
      if (answer.response && !unknown.at(-1)?.accepted) seen.push(toAnswer(answer.response))
    }
    refusals = seen
    return { valid: controls, unknownCredentials: unknown.slice(1) }
  }

  async function launch(
    settings: Env,
    input: CheckInput,
    secrets: Readonly<Record<string, string>> = {},
  ): Promise<Launched> {
    if (!options.launcher) throw new TypeError('launch() needs a target that we start')
    signal?.throwIfAborted()
    for (const [name, value] of Object.entries(secrets)) mask.learn({ name: `${name} of a launch`, value })
    const launched = await options.launcher.launch({ ...settings, ...secrets })
    const place = launched.origin && connect(launched.origin)
    return {
      ...launched,
      send(vector, attempt) {
        if (!place) throw new TypeError('send() needs a launch that answers')
        return send(vector, attempt, input, 'attempt', place)
      },
      async stop() {
        place?.wire.close()
        await launched.stop()
      },
    }
  }

  async function compareDurations(check: CheckId, groups: TimedGroups, input: CheckInput, at?: Launched) {
    const { timing } = config
    if (!timing) throw new TypeError('compareDurations() needs a config with timing')
    const place = at?.origin ?? origin
    const target = targetAt(place)
    const bytesOf = (attempts: readonly Attempt[]) =>
      Promise.all(
        attempts.map(async (attempt) => Buffer.from((await toWire(attempt, input, 'timed', { target })).bytes)),
      )
    const requests = async () => {
      const { left, right } = groups.draw()
      return { left: await bytesOf(left), right: await bytesOf(right) }
    }
    // Brings a library for statistics, which no other check needs.
    const { measure } = await import('../timing/measure.ts')
    const measured = await measure(requests, {
      ...{ origin: place, groups: groups.groups, budgetMs: timing.budgetMs, keepRaw: timing.raw },
      resolution: groups.resolution ?? (() => timing.resolution),
      ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
      onProgress: (progress) => options.onTiming?.(check, progress),
      ...(signal && { signal }),
    })
    if (measured.kind === 'measured') timed += measured.measurement.requests
    return measured
  }

  async function measureSeededLeakOnce(): Promise<Measured> {
    if (options.calibrateTiming) return options.calibrateTiming()
    const { measureSeededLeak } = await import('../timing/seeded-leak.ts')
    return measureSeededLeak({
      ...(signal && { signal }),
      onProgress: (progress) => options.onTiming?.('timing/calibration', progress),
    })
  }

  return {
    config,
    calibrate: calibrateControls,
    checkInput,
    compareDurations,
    calibrateTiming: () => {
      calibration ??= measureSeededLeakOnce()
      return calibration
    },
    send,
    async sendOnOneConnection(sentFor, attempts, how, input) {
      signal?.throwIfAborted()
      const requests = await Promise.all(attempts.map((attempt) => toWire(attempt, input, 'one connection')))
      const answers = await inFlight(() => wire.sendOnOneConnection(requests, how))
      signal?.throwIfAborted()
      return requests.flatMap((request, index) => {
        const [attempt, answer] = [attempts[index], answers[index]]
        return attempt && answer ? [observe(sentFor, attempt, 'attempt', request, answer)] : []
      })
    },
    get observed() {
      return observed
    },
    get requests() {
      return wire.requests + timed
    },
    ...(issuer && { control: issuer }),
    ...(options.output && { output: options.output }),
    launch,
    pause: (ms) => delay(ms, undefined, signal && { signal }),
    close: () => wire.close(),
  }
}

const fieldOf = (fields: readonly (readonly [string, string])[], wanted: string): string | undefined =>
  fields.find(([name]) => name.toLowerCase() === wanted)?.[1]

function toAnswer(response: NonNullable<WireAnswer['response']>): Answer {
  const mediaType = fieldOf(response.fields, 'content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  return { status: response.status, mediaType, body: response.body.toString('utf8') }
}

function toClockSample({ response, startedAt, durationMs }: WireAnswer): readonly ClockSample[] {
  const date = Date.parse(response ? (fieldOf(response.fields, 'date') ?? '') : '')
  return Number.isNaN(date) ? [] : [{ sentAt: startedAt, receivedAt: startedAt + durationMs, date }]
}
