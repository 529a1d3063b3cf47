import { codeSent, describeAnswer, describeOutcome, isAuthorizationCrash, rule } from '../../../harness/expect/index.ts'
import type { AuthorizationOutcome } from '../../../harness/model/authorization.ts'
import type { Expectation, Judgement } from '../../../harness/model/expectation.ts'
import type { AuthorizationAnswer } from '../../../harness/model/steps/oauth.ts'

/** Expectations on an authorization request. */

/** A code at the address that was asked for, which differs from the registered one as it may. */
export const codeAtRequestedUri: Expectation<AuthorizationOutcome> = {
  text: 'must send a code to the redirect URI of the request',
  judge: (outcome) => codeSent().judge({ ...outcome, registered: requestedUri(outcome) }),
}

/** The request is rejected, in any way: no code and no token is sent anywhere (RFC 6749 §4.1.2.1). */
export const noCodeSent: Expectation<AuthorizationOutcome> = {
  text: 'must send no code',
  judge: (outcome) => (hasGrant(outcome) ? broken(outcome) : crashOf(outcome)),
}

/** As `noCodeSent`; a warning where the metadata advertise the challenge method. */
export const noCodeUnlessAdvertised = (method: string): Expectation<AuthorizationAnswer> => ({
  text: `must send no code (advisory where the metadata advertise ${method})`,
  judge: (answer) => {
    const judgement = noCodeSent.judge(answer)
    const supported = answer.value('metadata.code_challenge_methods_supported')
    const advertised = Array.isArray(supported) && supported.includes(method)
    return judgement.kind === 'broken' && advertised ? { ...judgement, advisory: true } : judgement
  },
})

/** The request may be accepted or rejected; an issued code is noted. */
export const codeNoted: Expectation<AuthorizationOutcome> = {
  text: 'must not crash; a code is noted',
  judge: (outcome) => crashOf(outcome, hasGrant(outcome) ? describeOutcome(outcome) : undefined),
}

/** A confidential client of OpenID Connect may rely on the nonce instead of PKCE (RFC 9700 §2.1.1). */
export const noCodeForPublicClient: Expectation<AuthorizationAnswer> = {
  text: 'must send no code to a public client; one for a confidential client is noted',
  judge: (answer) => (answer.value('clientType') === 'public' ? noCodeSent : codeNoted).judge(answer),
}

/**
 * Nothing is sent to an address that is not registered, not even an error (RFC 6749 §4.1.2.1, RFC 9700 §4.11.2), and no
 * code anywhere. An error that goes to the registered address is noted.
 */
export const errorOnPage: Expectation<AuthorizationOutcome> = {
  text: 'must show an error, and redirect neither to the URI of the request nor anywhere with a code',
  judge: (outcome) => {
    const { sentTo } = outcome
    const supplied = requestedUri(outcome)
    const there = sentTo !== undefined && supplied !== '' && sentTo.startsWith(supplied)
    return hasGrant(outcome) || there ? broken(outcome) : onlyToRegistered.judge(outcome)
  },
}

/** Where one address is registered, it may stand in for a missing one (RFC 6749 §3.1.2.3). */
export const onlyToRegistered: Expectation<AuthorizationOutcome> = {
  text: 'must redirect to the registered redirect URI, if anywhere',
  judge: (outcome) => {
    const { sentTo } = outcome
    if (sentTo !== undefined && !isRegistered(outcome)) return broken(outcome)
    return crashOf(outcome, sentTo === undefined ? undefined : describeOutcome(outcome))
  },
}

/** No token in the address, which histories and logs keep (RFC 9700 §2.1.2). */
export const noTokenInRedirect: Expectation<AuthorizationOutcome> = rule('must send no token by redirect', (outcome) =>
  ['access_token', 'id_token', 'refresh_token'].some((name) => outcome.response.has(name))
    ? describeOutcome(outcome)
    : undefined,
)

const broken = (outcome: AuthorizationOutcome): Judgement => ({ kind: 'broken', received: describeOutcome(outcome) })

const crashOf = (outcome: AuthorizationOutcome, note?: string): Judgement =>
  isAuthorizationCrash(outcome)
    ? { kind: 'crash', received: describeAnswer(outcome.last) }
    : { kind: 'met', ...(note !== undefined && { note }) }

const requestedUri = ({ asked: { redirect_uri: uri = '' } }: AuthorizationOutcome): string =>
  typeof uri === 'string' ? uri : ''

const hasGrant = ({ response }: AuthorizationOutcome): boolean =>
  ['code', 'access_token', 'id_token'].some((name) => response.has(name))

const isRegistered = ({ sentTo = '', registered }: AuthorizationOutcome): boolean =>
  sentTo.replace(/[?#].*$/s, '') === registered
