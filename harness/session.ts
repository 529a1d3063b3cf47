import { setTimeout as delay } from 'node:timers/promises'
import pLimit from 'p-limit'
import { type ClockSample, clockSkew } from './clock.ts'
import { composeAttempt, madeUpToken, secretsOf, signedByStranger, tokenRecipe } from './credential.ts'
import { isThrottled } from './expect/received.ts'
import { type Answer, type Fingerprint, isServed, isShown, learnFingerprint } from './fingerprint.ts'
import { issuedInHead, issuedMembers, secretPart } from './issued.ts'
import type {
  Attempt,
  CheckId,
  Contrast,
  ControlledIssuer,
  JwkSet,
  Known,
  Launched,
  Launcher,
  Measured,
  Observed,
  Output,
  Profile,
  Settings,
  TokenRecipe,
} from './model.ts'
import { retryAfterMs } from './retry-after.ts'
import type { TimingProgress } from './timing/measure.ts'
import { createWireClient, type WireAnswer, type WireClient, type WireRequest } from './wire/client.ts'
import { createMask } from './wire/mask.ts'
import { recordExchange } from './wire/record.ts'
import { composeRequest } from './wire/request.ts'

export interface SessionOptions {
  readonly origin: URL
  readonly profile: Profile
  /** Present when the profile's credential is a JWT. */
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
  readonly calibrate?: () => Promise<Measured>
  readonly signal?: AbortSignal
}

/** Sends attempts to one target and compares each answer with what the target protects. */
export interface Session {
  readonly profile: Profile
  /** Sends the valid request and two made-up ones, and learns to tell them apart. */
  learn(): Promise<Controls>
  /** Fresh knowledge for one check. */
  know(): Promise<Known>
  send(sentFor: string, attempt: Attempt, known: Known, role?: Observed['role']): Promise<Observed>
  sendOnOneConnection(
    sentFor: string,
    attempts: readonly Attempt[],
    how: 'in turn' | 'pipelined',
    known: Known,
  ): Promise<readonly Observed[]>
  /** Everything observed so far, in the order of the answers. */
  readonly observed: readonly Observed[]
  readonly requests: number
  /** The issuer that the target trusts. */
  readonly control?: ControlledIssuer
  readonly output?: Output
  /** Starts the target again with other settings. Throws TypeError where we did not start it. */
  launch(settings: Settings, known: Known, secrets?: Readonly<Record<string, string>>): Promise<Launched>
  /** Compares durations of the target or of a launch. Throws TypeError where the profile has none measured. */
  compareTimes(check: CheckId, contrast: () => Contrast, known: Known, at?: Launched): Promise<Measured>
  /** Measures a server of ours that has a difference, once. */
  calibrate(): Promise<Measured>
  /** Rejects with an AbortError when the run is interrupted. */
  pause(ms: number): Promise<void>
  close(): void
}

/** The answers that every other verdict leans on. */
export interface Controls {
  readonly valid: readonly Observed[]
  /** Answers to credentials that nobody issued. */
  readonly madeUp: readonly Observed[]
}

/** A server, and where the profile's resource is on it. */
interface Place {
  readonly target: URL
  readonly wire: WireClient
}

const pausesAtMost = 3
/** Enough Date fields to narrow the clock skew. */
const validControls = 3

export function openSession(options: SessionOptions): Session {
  const {
    origin,
    profile,
    issuer,
    concurrency = 10,
    pauseAtMostMs = 10_000,
    resetConnections = false,
    signal,
  } = options
  const { credential } = profile
  const target = new URL(profile.target)
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
  const mask = createMask(secretsOf(profile))
  const inFlight = pLimit(concurrency)
  const observed: Observed[] = []
  let skewMs = 0
  let jwks: JwkSet = { keys: [] }
  let fingerprint: Fingerprint | undefined
  let refusals: Answer[] | undefined
  let pausedUntil = 0
  let secretsIssued = 0
  let timed = 0
  let calibration: Promise<Measured> | undefined

  async function mint(changes?: TokenRecipe): Promise<string> {
    if (!issuer || credential.kind !== 'jwt') throw new TypeError('mint() needs an issuer that the target trusts')
    return issuer.mint({ ...tokenRecipe(credential, changes), now: Math.floor((Date.now() + skewMs) / 1000) })
  }

  async function know(): Promise<Known> {
    const token = credential.kind === 'static' ? credential.value : await mint()
    return {
      token,
      wrong: credential.kind === 'static' ? madeUpToken(token) : signedByStranger(token),
      target,
      issuer: issuer?.issuer ?? 'https://issuer.example',
      profile,
      jwks,
      mint,
    }
  }

  async function toWire(
    attempt: Attempt,
    known: Known,
    pool: string | undefined,
    { target }: Pick<Place, 'target'> = here,
  ): Promise<WireRequest> {
    const token = attempt.token ?? (attempt.jwt ? await mint(attempt.jwt) : known.token)
    const message = composeAttempt(attempt, profile, target, token)
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
    const issued = attempt.issues && issuedMembers(whole?.body ?? '', attempt.issues)
    const inHead = attempt.whole && answer.response ? issuedInHead(answer.response.fields) : {}
    for (const [member, value] of [...Object.entries(issued ?? {}), ...Object.entries(inHead)]) {
      mask.learn({ name: `${member} ${++secretsIssued}`, value: secretPart(value) })
    }
    const one: Observed = {
      sentFor,
      role,
      attempt,
      exchange: recordExchange(request, answer, mask),
      shown: whole !== undefined && fingerprint !== undefined && isShown(fingerprint, whole),
      served:
        issued === undefined &&
        !attempt.whole &&
        whole !== undefined &&
        fingerprint !== undefined &&
        isServed(fingerprint, refusals, whole),
      ...(issued && { issued }),
      ...(attempt.whole &&
        answer.response &&
        whole && { whole: { status: whole.status, fields: answer.response.fields, body: whole.body } }),
      profile,
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

  function send(sentFor: string, attempt: Attempt, known: Known, role: Observed['role'] = 'attempt', place = here) {
    return inFlight(async () => {
      signal?.throwIfAborted()
      // Only controls share connections: a server that trusts a connection must not spoil what other checks see.
      const request = await toWire(attempt, known, role === 'control' ? 'control' : undefined, place)
      const answer = attempt.asItComes ? await place.wire.send(request) : await sendUnthrottled(request, place)
      signal?.throwIfAborted()
      return observe(sentFor, attempt, role, request, answer)
    })
  }

  async function learn(): Promise<Controls> {
    const clocks: ClockSample[] = []
    if (issuer) {
      jwks = await issuer.jwks()
      // Tokens of a wrong time are refused; the answer to nobody tells the time of the target before any is sent.
      clocks.push(...toClockSample(await sendUnthrottled(await toWire({ authorization: [] }, await know(), undefined))))
      skewMs = clockSkew(clocks)
    }
    const valid: { attempt: Attempt; request: WireRequest; answer: WireAnswer }[] = []
    for (let count = 0; count < validControls; count++) {
      const request = await toWire({}, await know(), undefined)
      const answer = await sendUnthrottled(request)
      valid.push({ attempt: {}, request, answer })
      // A target that does not answer would cost the whole budget once more each time.
      if (!answer.response) break
    }
    const answers = valid.map(({ answer }) => answer)
    fingerprint = learnFingerprint(answers.flatMap(({ response }) => (response ? [toAnswer(response)] : [])))
    skewMs = clockSkew([...clocks, ...answers.flatMap(toClockSample)])
    const controls = valid.map(({ attempt, request, answer }) =>
      observe('control before all', attempt, 'control', request, answer),
    )
    if (!fingerprint) return { valid: controls, madeUp: [] }
    const known = await know()
    const strangers = [{ authorization: [] }, { token: madeUpToken(known.token) }, { token: known.wrong }] as const
    const madeUp: Observed[] = []
    const seen: Answer[] = []
    for (const attempt of strangers) {
      const request = await toWire(attempt, known, undefined)
      const answer = await sendUnthrottled(request)
      madeUp.push(observe('made-up credential', attempt, 'attempt', request, answer))
      if (answer.response && !madeUp.at(-1)?.served) seen.push(toAnswer(answer.response))
    }
    refusals = seen
    return { valid: controls, madeUp: madeUp.slice(1) }
  }

  async function launch(
    settings: Settings,
    known: Known,
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
        return send(vector, attempt, known, 'attempt', place)
      },
      async stop() {
        place?.wire.close()
        await launched.stop()
      },
    }
  }

  async function compareTimes(check: CheckId, contrast: () => Contrast, known: Known, at?: Launched) {
    const { timing } = profile
    if (!timing) throw new TypeError('compareTimes() needs a profile with timing')
    const place = at?.origin ?? origin
    const target = targetAt(place)
    const bytesOf = (attempts: readonly Attempt[]) =>
      Promise.all(
        attempts.map(async (attempt) => Buffer.from((await toWire(attempt, known, 'timed', { target })).bytes)),
      )
    const { kinds, resolution = () => timing.resolution } = contrast()
    const requests = async () => {
      const { left, right } = contrast()
      return { left: await bytesOf(left), right: await bytesOf(right) }
    }
    // Brings a library for statistics, which no other check needs.
    const { measure } = await import('./timing/measure.ts')
    const measured = await measure(requests, {
      ...{ origin: place, kinds, budgetMs: timing.budgetMs, keepRaw: timing.raw, resolution },
      ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
      onProgress: (progress) => options.onTiming?.(check, progress),
      ...(signal && { signal }),
    })
    if (measured.kind === 'measured') timed += measured.measurement.requests
    return measured
  }

  async function calibrate(): Promise<Measured> {
    if (options.calibrate) return options.calibrate()
    const { measurePlanted } = await import('./timing/planted.ts')
    return measurePlanted({
      ...(signal && { signal }),
      onProgress: (progress) => options.onTiming?.('timing/calibration', progress),
    })
  }

  return {
    profile,
    learn,
    know,
    compareTimes,
    calibrate: () => {
      calibration ??= calibrate()
      return calibration
    },
    send,
    async sendOnOneConnection(sentFor, attempts, how, known) {
      signal?.throwIfAborted()
      const requests = await Promise.all(attempts.map((attempt) => toWire(attempt, known, 'one connection')))
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
