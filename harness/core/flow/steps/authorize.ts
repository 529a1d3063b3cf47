import { codeSent } from '../../../expect/authorization.ts'
import { prerequisite } from '../../../expect/prerequisite.ts'
import type { AuthorizeStep } from '../../../model/steps/oauth.ts'
import { type Authorization, authorize as request } from '../../../oauth-client/authorization-request.ts'
import { flowOf, type StepKind } from '../step-kind.ts'
import { serverOf } from './server.ts'

export const authorize: StepKind<AuthorizeStep> = {
  gives: prerequisite(codeSent()),
  async play({ with: changes }, context) {
    const authorization = await request(await serverOf(context.run), context.send, changes)
    return {
      subject: { ...authorization, ...flowOf(context) },
      answers: authorization.answers,
      values: authorizationValues(authorization),
    }
  },
}

/** What an authorization gives to later steps. */
export const authorizationValues = ({ response, sentTo, verifier, challenge, nonce }: Authorization) => ({
  ...Object.fromEntries(response),
  ...{ uri: sentTo, verifier, challenge, nonce },
})
