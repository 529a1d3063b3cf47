import { isDeclaredRejection } from '../../expect/declared-rejection.ts'
import type { Observed } from '../../model/expectation.ts'
import type { ControlledIssuer } from '../../model/issuer.ts'
import { unknownTokenLike } from '../credential.ts'
import { type ClockSample, clockSampleOf, clockSkew } from './clock-skew.ts'
import { type Answer, answerOf, deriveFingerprint } from './fingerprint.ts'
import type { Inputs } from './inputs.ts'
import type { Observer, Sent } from './observer.ts'
import type { Sender } from './sender.ts'

/** The answers that all verdicts depend on. */
export interface Controls {
  readonly valid: readonly Observed[]
  /** Answers to credentials that nobody issued. */
  readonly unknownCredentials: readonly Observed[]
}

export interface ControlOptions {
  readonly inputs: Inputs
  readonly sender: Sender
  readonly observer: Observer
  readonly issuer: ControlledIssuer | undefined
}

/** Enough Date fields to narrow the clock skew. */
const validControls = 3

/**
 * Sends the valid request and two with unknown credentials. From then on answers are compared with theirs, and tokens
 * are minted on the clock of the target.
 */
export async function sendControls({ inputs, sender, observer, issuer }: ControlOptions): Promise<Controls> {
  const clocks = issuer ? await readClock(inputs, sender) : []
  const sent = await sendValid(inputs, sender)
  const answers = sent.map(({ answer }) => answer)
  inputs.setClockSkew(clockSkew([...clocks, ...answers.flatMap(clockSampleOf)]))
  const input = await inputs.next()
  const fingerprint = deriveFingerprint(
    answers
      .flatMap(({ response }) => (response ? [answerOf(response)] : []))
      .filter(({ body }) => !isDeclaredRejection(input.config, body)),
  )
  if (fingerprint) observer.compareWith({ fingerprint })
  const valid = sent.map((one) => observer.observe('control before all', one, 'control'))
  if (!fingerprint) return { valid, unknownCredentials: [] }

  const attempts = [{ authorization: [] }, { token: unknownTokenLike(input.token) }, { token: input.unknownToken }]
  const unknown: Observed[] = []
  const rejections: Answer[] = []
  for (const attempt of attempts) {
    const one = await sender.exchange(attempt, input)
    const observed = observer.observe('unknown credential', one, 'attempt')
    unknown.push(observed)
    if (one.answer.response && !observed.accepted) rejections.push(answerOf(one.answer.response))
  }
  observer.compareWith({ fingerprint, rejections })
  return { valid, unknownCredentials: unknown.slice(1) }
}

/** A token of another time is rejected, so the clock is read from the answer to a request without one. */
async function readClock(inputs: Inputs, sender: Sender): Promise<readonly ClockSample[]> {
  await inputs.loadKeys()
  const { answer } = await sender.exchange({ authorization: [] }, await inputs.next())
  const samples = clockSampleOf(answer)
  inputs.setClockSkew(clockSkew(samples))
  return samples
}

async function sendValid(inputs: Inputs, sender: Sender): Promise<readonly Sent[]> {
  const sent: Sent[] = []
  while (sent.length < validControls) {
    const one = await sender.exchange({}, await inputs.next())
    sent.push(one)
    // A target that does not answer would take the whole time limit again.
    if (!one.answer.response) break
  }
  return sent
}
