import type { CheckInput } from '../model/check.ts'
import type { Attempt } from '../model/expectation.ts'
import { endpointsOf } from '../oauth-client/login-endpoints.ts'
import { forgeToken } from './forgery.ts'
import { renderValue, type Values } from './template.ts'
import { valuesFor } from './values.ts'

/** What the identity of a configuration presents; undefined for one that is not declared. */
function identityOf(name: string, { config }: CheckInput): Pick<Attempt, 'token' | 'jwt'> | undefined {
  if (name === 'default') return {}
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
 * The attempt as it is sent: placeholders replaced, identity and login resolved. Undefined when it does not exist on
 * this target: a value or an identity that it does not have, or a variant that changes nothing. `extra` are the placeholders of an item.
 */
export async function renderAttempt(
  attempt: Attempt,
  input: CheckInput,
  extra: Values = {},
): Promise<Attempt | undefined> {
  const { expect, forEach: _, when: __, unlessDeclared: ___, warnWhen: ____, ...template } = attempt
  const rendered = renderValue(template, { ...(await valuesFor(template, input)), ...extra })
  if (rendered === undefined) return undefined
  const { as, logIn, forge, ...request } = rendered as Attempt
  const login = logIn && loginOf(logIn, input)
  const identity = as === undefined ? {} : identityOf(as, input)
  if ((logIn && !login) || !identity) return undefined
  return {
    ...login,
    ...identity,
    ...request,
    ...(forge && { token: await forgeToken(forge, input) }),
    ...(expect && { expect }),
  }
}
