import { describeAnswer, fieldValue, isCrash, jsonObject } from '../../../harness/expect/index.ts'
import type { Expectation, Judgement, Observed } from '../../../harness/model/expectation.ts'
import type { FlowAnswer, FlowAnswers } from '../../../harness/model/flow.ts'

/** Expectations on a token request. */

/** The error code of a JSON answer (RFC 6749 §5.2); undefined where there is none. */
export function errorOf({ unmasked }: Observed): string | undefined {
  const { error } = jsonObject(unmasked?.body ?? '') ?? {}
  return typeof error === 'string' ? error : undefined
}

const shown = (observed: Observed): string => {
  const error = errorOf(observed)
  return error === undefined ? describeAnswer(observed) : `${describeAnswer(observed)}, ${error.slice(0, 60)}`
}

const crash = (observed: Observed): Judgement => ({ kind: 'crash', received: describeAnswer(observed) })

/** No token, and one of these error codes (RFC 6749 §5.2). Another code is a warning, since no token is issued. */
export const grantRejected = (...codes: readonly [string, ...string[]]): Expectation => ({
  text: `must issue no token and answer ${codes.join(' or ')}`,
  judge: (observed) => {
    const names = Object.keys(observed.captured ?? {})
    if (names.length > 0) return { kind: 'broken', received: `${describeAnswer(observed)} with ${names.join(', ')}` }
    if (isCrash(observed)) return crash(observed)
    if (codes.includes(errorOf(observed) ?? '')) return { kind: 'met' }
    return { kind: 'broken', received: shown(observed), advisory: true, severity: 'low' }
  },
})

const membersOf = ({ unmasked }: Observed): Readonly<Record<string, unknown>> => jsonObject(unmasked?.body ?? '') ?? {}

/** A successful answer has the members that clients rely on (RFC 6749 §5.1). */
export const tokenShape: Expectation = {
  text: 'must answer 200 with access_token, token_type and, if it names it, expires_in as a number of seconds',
  judge: (observed) => {
    if (isCrash(observed)) return crash(observed)
    const { access_token, token_type, expires_in } = membersOf(observed)
    if (observed.unmasked?.status !== 200) return { kind: 'broken', received: shown(observed) }
    if (typeof access_token !== 'string' || access_token === '') return { kind: 'broken', received: 'no access_token' }
    if (typeof token_type !== 'string') return { kind: 'broken', received: 'no token_type' }
    if (expires_in === undefined) return { kind: 'broken', received: 'no expires_in', advisory: true }
    const right = typeof expires_in === 'number' && expires_in > 0
    return right ? { kind: 'met' } : { kind: 'broken', received: `expires_in is ${JSON.stringify(expires_in)}` }
  },
}

/** Judges only answers to a client that the server knows; op/client-authentication judges the others. */
export const ofKnownClient = (expectation: Expectation): Expectation => ({
  text: expectation.text,
  judge: (observed) =>
    errorOf(observed) === 'invalid_client' ? { kind: 'unclear', reason: shown(observed) } : expectation.judge(observed),
})

/** Characters of error and error_description (RFC 6749 §5.2). */
const errorText = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/

/** An error is answered by 400, or 401 for a client that is unknown, in JSON with one of these codes (RFC 6749 §5.2). */
export const errorShape = (...codes: readonly [string, ...string[]]): Expectation => ({
  text: `must answer 400 in JSON with the error ${codes.join(' or ')}`,
  judge: (observed) => {
    const { response } = observed.exchange
    if (isCrash(observed)) return crash(observed)
    const { error, error_description: description = '' } = membersOf(observed)
    const allowed = error === 'invalid_client' ? [400, 401] : [400]
    const json = /^application\/([\w.-]+\+)?json *(;|$)/i.test(fieldValue(response?.fields ?? [], 'content-type') ?? '')
    if (!json) return { kind: 'broken', received: `${describeAnswer(observed)}, which is not JSON` }
    if (!allowed.includes(response?.status ?? 0)) return { kind: 'broken', received: shown(observed) }
    if (typeof error !== 'string' || !codes.includes(error)) return { kind: 'broken', received: shown(observed) }
    if (typeof description === 'string' && errorText.test(description)) return { kind: 'met' }
    return { kind: 'broken', received: 'an error_description with characters that it may not have', severity: 'low' }
  },
})

/** A client that used Basic and failed is challenged (RFC 6749 §5.2). */
export const basicChallenge: Expectation = {
  text: 'must answer 401 (another status is a warning) with WWW-Authenticate: Basic to a client that used Basic',
  judge: (observed) => {
    const { client } = observed.config.features.op ?? {}
    if (client?.secret === undefined || client.auth !== 'basic') return { kind: 'met' }
    const { response } = observed.exchange
    if (isCrash(observed)) return crash(observed)
    const challenge = fieldValue(response?.fields ?? [], 'www-authenticate')
    if (response?.status === 401 && /^basic\b/i.test(challenge ?? '')) return { kind: 'met' }
    const received = `${describeAnswer(observed)} ${challenge === undefined ? 'without WWW-Authenticate' : `with ${challenge}`}`
    return { kind: 'broken', received, severity: 'low', advisory: response?.status !== 401 }
  },
}

/** A code gives tokens once (RFC 6749 §4.1.2). */
export const redeemedOnce: Expectation<FlowAnswers> = {
  text: 'must issue tokens for one of the requests at most',
  judge: ({ answers, value }) => {
    const won = answers.filter(({ captured = {} }) => Object.keys(captured).length > 0).length
    const received = `${won} of ${answers.length} requests were answered with tokens`
    const retry = Number(value('op.retry') ?? 0)
    if (won > 1 && retry === 0) return { kind: 'broken', received, wrongly: 'accepted' }
    const crashed = answers.find(isCrash)
    if (crashed) return crash(crashed)
    if (won > 1) return { kind: 'met', note: `${received}, as declared by op.retry` }
    return won === 1 ? { kind: 'met' } : { kind: 'broken', received, advisory: true }
  },
}

/** Tokens of a refresh that asks for more than was granted; `wider` names the value that holds the further scope. */
export const scopeNotWidened = (wider: string): Expectation<FlowAnswer> => ({
  text: 'must not widen the scope at a refresh',
  judge: (answer) => {
    if (answer.captured?.access_token === undefined) return grantRejected('invalid_scope').judge(answer)
    const { scope } = membersOf(answer)
    const asked = String(answer.value(wider) ?? wider)
    // An answer that names no scope grants what was asked for (RFC 6749 §5.1).
    if (typeof scope !== 'string' || scope.split(' ').includes(asked)) {
      return { kind: 'broken', received: `tokens with ${asked}` }
    }
    // A server may ignore part of the scope that is asked for (RFC 6749 §3.3).
    return { kind: 'met', note: 'tokens without it instead of invalid_scope' }
  },
})
