import type { RunContext } from '../../model/run-context.ts'
import { randomText } from '../../oauth-client/authorization-request.ts'
import { redirectUriParts } from '../../oauth-client/redirect-uri.ts'

/** What references may name besides earlier steps and the features of the configuration. */
export function knownNames({
  token,
  unknownToken,
  issuer,
  target,
  config,
}: RunContext): Readonly<Record<string, unknown>> {
  const { op } = config.features
  return {
    token,
    unknownToken,
    issuer,
    method: config.method,
    credential: { kind: config.credential.kind },
    target: {
      origin: target.origin,
      host: target.host,
      path: target.pathname + target.search,
      pathname: target.pathname,
    },
    ...(op && { redirect: redirectUriParts(op.redirectUri) }),
    /** Another text in each reference. */
    get random() {
      return randomText()
    },
  }
}
