import { codeSent } from '../expect/authorization.ts'
import type { Observed } from '../model/expectation.ts'
import type { Changes } from '../model/steps/oauth.ts'
import { type Authorization, authorize } from './authorization-request.ts'
import type { AuthorizationServer, Send } from './discovery.ts'
import { exchangeParameters, tokenRequest } from './token-request.ts'

/** The result of a code flow: without a code there is no answer of the token endpoint. */
export interface CodeFlow {
  readonly authorization: Authorization
  readonly answer?: Observed
}

/** A whole code flow (RFC 6749 §4.1) with these changes to its authorization request, for a resource if one is named. */
export async function codeFlow(
  server: AuthorizationServer,
  send: Send,
  changes: Changes = {},
  resource?: string | readonly string[],
): Promise<CodeFlow> {
  const asked = resource === undefined ? {} : { resource }
  const authorization = await authorize(server, send, { ...changes, ...asked })
  const code = authorization.response.get('code')
  if (code === null || codeSent().judge(authorization).kind !== 'met') return { authorization }
  const parameters = exchangeParameters(server, code, authorization.verifier)
  return { authorization, answer: await send(await tokenRequest(server, { ...parameters, ...asked })) }
}
