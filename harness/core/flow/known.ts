import { credentialKind, mintedJwt } from '../../forge/jwt-credential.ts'
import { certificatePem } from '../../forge/keys/certificate.ts'
import { untrustedSignerLike } from '../../forge/keys/untrusted-signer.ts'
import type { RunContext } from '../../model/run-context.ts'
import { randomText } from '../../oauth-client/authorization-request.ts'
import { basicValues, clientTypeOf, credentialsOf } from '../../oauth-client/client-authentication.ts'
import { issuerOf, metadataPaths, unregistered } from '../../oauth-client/discovery.ts'
import { endpointsOf } from '../../oauth-client/login-endpoints.ts'
import { redirectUriParts } from '../../oauth-client/redirect-uri.ts'

/** What references may name besides earlier steps and the features of the configuration. */
export function knownNames(run: RunContext): Readonly<Record<string, unknown>> {
  const { token, unknownToken, issuer, target, config } = run
  const { op, login } = config.features
  return {
    token,
    unknownToken,
    issuer,
    method: config.method,
    /**
     * `kind`: `jwt` whoever issued it, or `static`. `minted`: whether our issuer mints it. `judged`: whether the target rejects
     * any request without it.
     */
    credential: { kind: credentialKind(config), minted: mintedJwt(config) !== undefined, judged: !config.open },
    /** Only what is declared to be accepted. */
    accepts: Object.fromEntries(Object.entries(config.accepts).filter(([, accepted]) => accepted)),
    ...(login && { login: { ...login, format: endpointsOf(config).format } }),
    target: {
      origin: target.origin,
      host: target.host,
      path: target.pathname + target.search,
      pathname: target.pathname,
    },
    ...(op && {
      scopes: { second: op.scope.split(' ')[1] },
      redirect: redirectUriParts(op.redirectUri ?? unregistered.redirectUri),
      declaredIssuer: issuerOf(run),
      wellKnown: metadataPaths(issuerOf(run)),
      basic: op.client && basicValues(credentialsOf(op.client, config.secrets)),
      /** `public` or `confidential` (RFC 6749 §2.1). */
      clientType: op.client && clientTypeOf(op.client),
    }),
    /** Only for JWTs. */
    get untrusted() {
      return credentialKind(config) === 'jwt' ? untrustedKey(token) : undefined
    },
    /** Another text in each reference. */
    get random() {
      return randomText()
    },
  }
}

/** A key that no issuer publishes, for tokens like this one. */
function untrustedKey(token: string) {
  const { signer, kid } = untrustedSignerLike(token)
  return {
    kid: signer.jwk.kid,
    jwk: signer.jwk,
    jwkWithPublishedKid: { ...signer.jwk, kid },
    /** Its certificate. */
    get pem() {
      return certificatePem(signer)
    },
  }
}

/** The names that references may begin with, besides steps and features. */
export const rootNames: ReadonlySet<string> = new Set([
  ...['token', 'unknownToken', 'issuer', 'method', 'credential', 'accepts', 'target', 'random', 'each', 'untrusted'],
  ...['scopes', 'redirect', 'declaredIssuer', 'wellKnown', 'basic', 'clientType'],
])
