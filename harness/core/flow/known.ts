import type { RunContext } from '../../model/run-context.ts'
import { randomText } from '../../oauth-client/authorization-request.ts'
import { basicValues, credentialsOf } from '../../oauth-client/client-authentication.ts'
import { issuerOf, metadataPaths } from '../../oauth-client/discovery.ts'
import { redirectUriParts } from '../../oauth-client/redirect-uri.ts'

/** What references may name besides earlier steps and the features of the configuration. */
export function knownNames(run: RunContext): Readonly<Record<string, unknown>> {
  const { token, unknownToken, issuer, target, config } = run
  const { op } = config.features
  return {
    token,
    unknownToken,
    issuer,
    method: config.method,
    /** `static` or `jwt`. */
    credential: { kind: config.credential.kind },
    accepts: config.accepts,
    target: {
      origin: target.origin,
      host: target.host,
      path: target.pathname + target.search,
      pathname: target.pathname,
    },
    ...(op && {
      redirect: redirectUriParts(op.redirectUri),
      wellKnown: metadataPaths(issuerOf(run)),
      basic: basicValues(credentialsOf(op.client, config.secrets)),
    }),
    /** Another text in each reference. */
    get random() {
      return randomText()
    },
  }
}
