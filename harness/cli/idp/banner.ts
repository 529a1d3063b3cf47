import type { ServedIdp } from '../../../mock-idp/adapters/node.ts'
import type { ExampleClient } from './clients.ts'

export interface BannerOptions {
  /** The address that it was told to listen on. */
  readonly host: string
  readonly example: ExampleClient
  readonly audience: string | undefined
  readonly controlKeyEnv: string | undefined
}

/** What to type next, whether for a token or for the configuration of a server. */
export function renderBanner(
  { idp, url, caFile }: ServedIdp,
  { host, example, audience, controlKeyEnv }: BannerOptions,
): string {
  const { issuer, jwksUri } = idp
  const base = jwksUri.slice(0, -'/jwks'.length)
  const loopback = /^(127\.|localhost$|::1$)/.test(host)
  const key = controlKeyEnv === undefined ? '' : ` -H "Authorization: Bearer $${controlKeyEnv}"`
  const asked = audience ?? 'my-api'
  const control =
    loopback || controlKeyEnv !== undefined
      ? `
Any token, with what you want in it
  curl -s${key} ${url}/_control/mint --json '{"claims":{"sub":"alice","aud":"${asked}","exp":"-1h"}}'
Fresh keys, the old ones withdrawn
  curl -s${key} ${url}/_control/rotate --json '{"mode":"withdraw"}'
`
      : '\nThe control API (mint, rotate) is off on this address; --control-key-env NAME opens it.\n'
  return `Mock identity provider of auth-conformance. Nothing that matters may trust it.

  issuer     ${issuer}
  discovery  ${base}/.well-known/openid-configuration
  JWKS       ${jwksUri}
${caFile === undefined ? '' : `  trust it   export NODE_EXTRA_CA_CERTS=${caFile} SSL_CERT_FILE=${caFile}\n`}  dashboard  ${url}/ in a browser: keys, users, faults, the clock, every request

A token
  curl -s ${base}/token -d grant_type=client_credentials -d audience=${asked} \\
    -u "${example.id}:${example.secret}"
${control}
Your server: issuer ${issuer}, JWKS URI ${jwksUri}, audience ${asked}, RS256.
Then: npx auth-conformance --target http://127.0.0.1:8000/me --audience ${asked}, which starts an issuer of its own.
Ctrl-C ends it.
`
}
