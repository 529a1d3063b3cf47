import { describeAnswer } from '../expect/received.ts'
import { heldJwt } from '../forge/jwt-credential.ts'
import type { Observed } from '../model/expectation.ts'
import type { GateStop } from '../model/results.ts'
import type { TargetConfig } from '../model/target-config.ts'
import { certificateAdvice } from '../wire/failure.ts'
import { expiredMessage } from './session/token-expiry.ts'
import type { Session } from './session.ts'

/**
 * Sends the controls: the valid credential must be accepted, and an unknown one rejected. Resolves to why no
 * other verdict would mean anything; undefined when they hold.
 */
export async function passGate(session: Pick<Session, 'sendControls' | 'config'>): Promise<GateStop | undefined> {
  const { config } = session
  const { valid, unknownCredentials } = await session.sendControls()
  const noAnswer = valid.find(({ exchange }) => !exchange.response)
  const rejected = valid.every(({ accepted }) => !accepted)
  if (noAnswer && rejected) {
    return {
      code: 'TARGET_UNREACHABLE',
      message: `${config.target}: ${describeAnswer(noAnswer)}`,
      next: adviceWithoutAnswer(noAnswer),
    }
  }
  if (rejected && valid[0]) {
    return {
      code: 'CREDENTIAL_REFUSED',
      message: `${config.target} answered ${describeAnswer(valid[0])} to the valid credential.`,
      next: adviceOnExpiry(config) ?? adviceWhenRejected(valid[0], config),
    }
  }
  if (!config.open && unknownCredentials.length > 0 && unknownCredentials.every(({ accepted }) => accepted)) {
    return { code: 'WRONG_CREDENTIAL_ACCEPTED', ...unknownAccepted(config, valid[0], unknownCredentials[0]) }
  }
  return undefined
}

const isProtected = 'Is this path protected at all? Point --target at one that is, or turn authentication on.'

/** Characters of a body that a message shows. */
const shownBody = 120

/** What shows that an unknown credential is accepted: the same body, or another one that is no declared rejection. */
function unknownAccepted(
  { target, rejection }: TargetConfig,
  valid: Observed | undefined,
  unknown: Observed | undefined,
): Pick<GateStop, 'message' | 'next'> {
  const { status, body = '' } = unknown?.exchange.response ?? {}
  if (body === '' || body === valid?.exchange.response?.body) {
    return { message: `${target} accepts an unknown credential, so it checks none.`, next: isProtected }
  }
  const shown = body.length > shownBody ? `${body.slice(0, shownBody)}…` : body
  return {
    message: `${target} accepts an unknown credential: it answers ${status}, as to the valid one, with ${shown}`,
    next: rejection
      ? `If that is a rejection, the declared one does not match it. ${isProtected}`
      : `If that is a rejection, declare what it looks like: --rejection body=UNAUTHENTICATED. ${isProtected}`,
  }
}

function adviceOnExpiry(config: TargetConfig): string | undefined {
  const expired = expiredMessage(config)
  return expired && `${expired}. Use a fresh one; --token-cmd 'command' fetches it.`
}

function adviceWithoutAnswer({ exchange }: Observed): string {
  const advice = exchange.failure && certificateAdvice(exchange.failure)
  if (advice !== undefined) return advice
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

function adviceWhenRejected({ exchange }: Observed, config: TargetConfig): string {
  const status = exchange.response?.status ?? 0
  if (status === 404 || status === 405) return 'Does the path exist, and does it take this method? See --method.'
  if (status >= 300 && status < 400) return 'It redirects. Point --target at the address that it redirects to.'
  if (status >= 500) return 'The server fails on a valid request; fix that first.'
  if (heldJwt(config))
    return 'Has the token expired? Does the server trust its issuer, and is it meant for this server?'
  return config.credential.kind === 'static'
    ? 'Is the token in the environment the one that the server was started with?'
    : 'Does the server trust the printed issuer, JWKS URI and audience, and does it know the subject? See --subject, --claim.'
}
