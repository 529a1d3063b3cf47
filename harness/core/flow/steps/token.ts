import { tokensIssued } from '../../../expect/issued.ts'
import { prerequisite } from '../../../expect/prerequisite.ts'
import type { Observed } from '../../../model/expectation.ts'
import type { ExchangeStep, RefreshStep, TokenRequestOptions, TokenStep } from '../../../model/steps/oauth.ts'
import type { Parameters } from '../../../oauth-client/parameters.ts'
import { readJwt } from '../../../oauth-client/read-jwt.ts'
import { exchangeParameters, tokenRequest } from '../../../oauth-client/token-request.ts'
import { MissingValue } from '../references.ts'
import type { StepContext, StepKind, StepResult } from '../step-kind.ts'
import { resultOf } from './result.ts'
import { serverOf } from './server.ts'

const gives = prerequisite(tokensIssued('access_token'))

/** The tokens of an answer; the access token also as `accessJwt`, where it is one. */
export const tokenValues = (observed: Observed): StepResult['values'] => ({
  ...observed.captured,
  accessJwt: readJwt(observed.captured?.access_token) && observed.captured?.access_token,
})

async function play(parameters: Parameters, options: TokenRequestOptions, context: StepContext): Promise<StepResult> {
  const observed = await context.send(await tokenRequest(await serverOf(context.run), parameters, options))
  return resultOf(observed, context, tokenValues(observed))
}

export const token: StepKind<TokenStep> = {
  gives,
  play: (step, context) => play({}, step, context),
}

export const exchange: StepKind<ExchangeStep> = {
  gives,
  async play(step, context) {
    const [code, verifier] = [context.value(`${step.code}.code`), context.value(`${step.code}.verifier`)]
    if (typeof code !== 'string' || typeof verifier !== 'string') throw new MissingValue(`${step.code} gave no code`)
    return play(exchangeParameters(await serverOf(context.run), code, verifier), step, context)
  },
}

export const refresh: StepKind<RefreshStep> = {
  gives,
  async play(step, context) {
    const result = await play({ grant_type: 'refresh_token', refresh_token: step.token }, step, context)
    const { refresh_token: given } = result.values
    return {
      ...result,
      values: { ...result.values, next: given ?? step.token, ...(given !== step.token && { rotated: given }) },
    }
  },
}
