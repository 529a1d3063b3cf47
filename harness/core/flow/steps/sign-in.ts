import { codeSent } from '../../../expect/authorization.ts'
import { tokensIssued } from '../../../expect/issued.ts'
import { prerequisite } from '../../../expect/prerequisite.ts'
import type { Expectation, Observed } from '../../../model/expectation.ts'
import type { AuthorizationAnswer, SignInStep } from '../../../model/steps/oauth.ts'
import type { AuthorizationServer } from '../../../oauth-client/discovery.ts'
import { jsonOf } from '../../../oauth-client/discovery.ts'
import { codeFlow } from '../../../oauth-client/sign-in.ts'
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
  async play({ with: changes, resource }, context) {
    const server = await serverOf(context.run)
    const { authorization, answer } = await codeFlow(server, context.send, changes, resource)
    if (!answer) {
      return { subject: { ...authorization, ...flowOf(context) }, answers: authorization.answers, values: {} }
    }
    // An answer that names no scope grants what was asked for (RFC 6749 §5.1).
    const { scope = server.scope, ...members } = jsonOf(answer) ?? {}
    return resultOf(answer, context, {
      ...authorizationValues(authorization),
      ...members,
      ...{ scope, otherScope: otherScope(server, String(scope).split(' ')) },
      ...tokenValues(answer),
    })
  },
}

/** A scope that was not granted. Servers may grant more than was asked for (RFC 6749 §3.3). */
function otherScope({ metadata: { scopes_supported: supported } }: AuthorizationServer, granted: readonly string[]) {
  const known: readonly unknown[] = Array.isArray(supported) ? supported : []
  return known.find((one) => typeof one === 'string' && !granted.includes(one)) ?? 'conformance'
}
