import { codeSent } from '../../../expect/authorization.ts'
import { tokensIssued } from '../../../expect/issued.ts'
import { prerequisite } from '../../../expect/prerequisite.ts'
import type { Expectation, Observed } from '../../../model/expectation.ts'
import type { AuthorizationAnswer, SignInStep } from '../../../model/oauth-steps.ts'
import { authorize } from '../../../oauth-client/authorization-request.ts'
import { exchangeParameters, tokenRequest } from '../../../oauth-client/token-request.ts'
import { flowOf, type StepKind } from '../step-kind.ts'
import { authorizationValues } from './authorize.ts'
import { resultOf } from './result.ts'
import { serverOf } from './server.ts'
import { tokenValues } from './token.ts'

/** Tokens; or what the authorization request came to, when it brought no code. */
const signedIn: Expectation<Observed | AuthorizationAnswer> = {
  text: tokensIssued('access_token').text,
  judge: (subject) =>
    'response' in subject
      ? prerequisite(codeSent()).judge(subject)
      : prerequisite(tokensIssued('access_token')).judge(subject),
}

export const signIn: StepKind<SignInStep> = {
  gives: signedIn,
  async play({ with: changes }, context) {
    const server = await serverOf(context.run)
    const authorization = await authorize(server, context.send, changes)
    const given = authorizationValues(authorization)
    const { code } = given as { readonly code?: string }
    if (code === undefined || codeSent().judge(authorization).kind !== 'met') {
      return { subject: { ...authorization, ...flowOf(context) }, answers: authorization.answers, values: {} }
    }
    const parameters = exchangeParameters(server, code, authorization.verifier)
    const observed = await context.send(tokenRequest(server, parameters))
    return resultOf(observed, context, { ...given, ...tokenValues(observed) })
  },
}
