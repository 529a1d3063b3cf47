import { describeSpan } from '../../config/duration.ts'
import type { TargetConfig } from '../../model/target-config.ts'
import { readJwt } from '../../oauth-client/read-jwt.ts'

/** When a JWT expires (RFC 7519 §4.1.4), in milliseconds since the epoch; undefined for a token that does not say it. */
export function expiryOf(token: string): number | undefined {
  const exp = readJwt(token)?.claims.exp
  return typeof exp === 'number' && Number.isFinite(exp) ? exp * 1000 : undefined
}

/** Milliseconds from its issue (RFC 7519 §4.1.6) to its expiry; undefined where it does not say both. */
export function lifetimeOf(token: string): number | undefined {
  const [expiry, issued] = [expiryOf(token), readJwt(token)?.claims.iat]
  return expiry !== undefined && typeof issued === 'number' ? expiry - issued * 1000 : undefined
}

/** How a message names a token, by where it came from. */
const tokenIn = (source: string): string => (/^(ACCESS_)?TOKEN$/.test(source) ? 'The token' : `The token in ${source}`)

/** That the credential is a JWT that has expired; undefined for any other. */
export function expiredMessage({ credential }: Pick<TargetConfig, 'credential'>, now = Date.now()): string | undefined {
  const expiry = credential.kind === 'static' ? expiryOf(credential.value) : undefined
  if (credential.kind !== 'static' || expiry === undefined || expiry > now) return undefined
  return `${tokenIn(credential.source)} expired ${describeSpan(now - expiry)} ago`
}

/** Milliseconds that a run may take. */
const usualRunMs = 5 * 60_000

/** That a token does not last for a run, and what to do; undefined where it may. */
export function expiryWarning(
  config: Pick<TargetConfig, 'credential'>,
  isRenewed: boolean,
  now = Date.now(),
): string | undefined {
  const { credential } = config
  if (credential.kind !== 'static') return undefined
  const next = "--token-cmd 'command' fetches the next one while the run goes on."
  const expired = expiredMessage(config, now)
  if (expired) return `${expired}. ${isRenewed ? 'Let the command print a fresh one.' : `Use a fresh one; ${next}`}`
  const left = (expiryOf(credential.value) ?? Number.POSITIVE_INFINITY) - now
  if (isRenewed || left > usualRunMs) return undefined
  return `${tokenIn(credential.source)} expires in ${describeSpan(left)}, perhaps before the run ends. ${next}`
}
