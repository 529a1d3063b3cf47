import { forgeToken, needsIssuer } from '../forge/forgery.ts'
import { mintedJwt } from '../forge/jwt-credential.ts'
import type { CheckInput } from '../model/check.ts'
import type { Attempt } from '../model/expectation.ts'
import { endpointsOf } from '../oauth-client/login-endpoints.ts'
import { exportedToken } from './exported-token.ts'
import { renderValue, type Values } from './template.ts'
import { valuesFor } from './values.ts'

/** What the identity of a configuration presents; undefined for one that is not declared. */
function identityOf(name: string, { config }: Pick<CheckInput, 'config'>): Pick<Attempt, 'token' | 'jwt'> | undefined {
  if (name === 'default') return {}
  const exported = exportedToken(name, config)
  if (exported !== undefined) return { token: exported }
  const identity = config.features.identities?.[name]
  if (!identity) return undefined
  return 'env' in identity ? { token: config.secrets[identity.env] ?? '' } : { jwt: { claims: identity.claims } }
}

/** A login of an application; undefined where none is declared, and for the credentials that are declared. */
function loginOf(given: NonNullable<Attempt['logIn']>, { config }: CheckInput): Attempt | undefined {
  const { login } = config.features
  if (login?.rules !== 'application') return undefined
  const own = config.secrets[login.password.env] ?? ''
  return given.username === login.username && given.password === own ? undefined : endpointsOf(config).logIn(given)
}

/**
 * Renders an attempt with the placeholders of each item: what is the same for all of them is read once. An attempt as it
 * is sent has its placeholders replaced, its identity and login resolved. It is undefined when it does not exist on
 * this target: a value or an identity that it does not have, a token that only our issuer can make, or a variant that
 * changes nothing.
 */
export async function attemptRenderer(
  attempt: Attempt,
  input: CheckInput,
): Promise<(item: Values) => Promise<Attempt | undefined>> {
  const { expect, forEach: _, when: __, unlessDeclared: ___, warnWhen: ____, ...template } = attempt
  const values = await valuesFor(template, input)
  return async (item) => {
    const rendered = renderValue(template, { ...values, ...item })
    if (rendered === undefined) return undefined
    const { as, logIn, forge, ...request } = rendered as Attempt
    const login = logIn && loginOf(logIn, input)
    const identity = as === undefined ? {} : identityOf(as, input)
    if ((logIn && !login) || !identity) return undefined
    const needs = request.jwt !== undefined || identity.jwt !== undefined || (forge !== undefined && needsIssuer(forge))
    if (needs && !mintedJwt(input.config)) return undefined
    return {
      ...login,
      ...identity,
      ...request,
      ...(forge && { token: await forgeToken(forge, input) }),
      ...(expect && { expect }),
    }
  }
}
