import { tokensIssued } from '../../../expect/issued.ts'
import { prerequisite } from '../../../expect/prerequisite.ts'
import type { Observed } from '../../../model/expectation.ts'
import type { LogInStep, LogOutStep, RefreshLoginStep } from '../../../model/steps/login.ts'
import { type Endpoints, endpointsOf, type LoginRequest } from '../../../oauth-client/login-endpoints.ts'
import { readJwt } from '../../../oauth-client/read-jwt.ts'
import { MissingValue } from '../references.ts'
import type { StepContext, StepKind, StepResult } from '../step-kind.ts'
import { resultOf } from './result.ts'

const gives = prerequisite(tokensIssued())

async function play(
  endpoints: Endpoints,
  request: LoginRequest,
  { inQuery, body }: Pick<LogInStep, 'inQuery' | 'body'>,
  context: StepContext,
): Promise<StepResult> {
  const sent = inQuery ? endpoints.inQuery(inQuery, request) : request
  const observed = await context.send({ ...sent, ...(body !== undefined && { body }) })
  return resultOf(observed, context, tokenValues(observed, endpoints))
}

function tokenValues(observed: Observed, { tokensOf }: Endpoints) {
  const tokens = tokensOf(observed)
  return {
    ...tokens,
    refreshJwt: readJwt(tokens.refresh) && tokens.refresh,
    lifetime: tokens.access && lifetimeOf(tokens.access, observed),
  }
}

/** Milliseconds until a token expires, as its answer or the token itself says; undefined when neither does. */
function lifetimeOf(token: string, { exchange }: Observed): number | undefined {
  const [, seconds] = /"expires_in"\s*:\s*"?(\d+)/.exec(exchange.response?.body ?? '') ?? []
  if (seconds !== undefined) return Number(seconds) * 1000
  const exp = readJwt(token)?.claims.exp
  return typeof exp === 'number' ? exp * 1000 - Date.now() : undefined
}

export const logIn: StepKind<LogInStep> = {
  gives,
  play(step, context) {
    const endpoints = endpointsOf(context.run.config)
    const { leaveOut, username, password } = step
    const changes = {
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      ...(leaveOut !== undefined && { [leaveOut]: undefined }),
    }
    return play(endpoints, endpoints.logIn(changes), step, context)
  },
}

export const refreshLogin: StepKind<RefreshLoginStep> = {
  gives,
  play(step, context) {
    const endpoints = endpointsOf(context.run.config)
    return play(endpoints, endpoints.refresh(step.token), step, context).then(({ values, ...result }) => ({
      ...result,
      values: { ...values, ...(values.refresh !== step.token && { rotated: values.refresh }) },
    }))
  },
}

export const logOut: StepKind<LogOutStep> = {
  async play({ session }, context) {
    const textOf = (field: string) => {
      const value = context.value(`${session}.${field}`)
      return typeof value === 'string' ? value : undefined
    }
    const tokens = { access: textOf('access'), refresh: textOf('refresh'), idToken: textOf('idToken') }
    const request = endpointsOf(context.run.config).logOut(tokens)
    if (!request || tokens.refresh === undefined) throw new MissingValue('there is no session to end')
    return resultOf(await context.send(request), context)
  },
}
