import type { ServedIdp } from '../../../mock-idp/adapters/node.ts'
import type { ExampleClient } from './client-flags.ts'

export interface BannerOptions {
  /** The value of `--host`. */
  readonly host: string
  readonly example: ExampleClient
  readonly audience: string | undefined
  readonly controlKeyEnv: string | undefined
}

/** What the command prints when it listens: how to get tokens, and how to configure a server. */
export function renderBanner(
  { idp, url, caFile }: ServedIdp,
  { host, example, audience, controlKeyEnv }: BannerOptions,
): string {
  const { issuer, jwksUri } = idp
  const base = jwksUri.slice(0, -'/jwks'.length)
  const loopback = /^(127\.|localhost$|::1$)/.test(host)
  const key = controlKeyEnv === undefined ? '' : ` -H "Authorization: Bearer $${controlKeyEnv}"`
  const aud = audience ?? 'my-api'
  const control =
    loopback || controlKeyEnv !== undefined
      ? `
A token with any claims
  curl -s${key} ${url}/_control/mint --json '{"claims":{"sub":"alice","aud":"${aud}","exp":"-1h"}}'
New keys; the old ones are withdrawn
  curl -s${key} ${url}/_control/rotate --json '{"mode":"withdraw"}'
`
      : '\nThe control API (mint, rotate) is off on this address; --control-key-env NAME turns it on.\n'
  return `Mock identity provider of auth-conformance. No production system may trust it.

  issuer     ${issuer}
  discovery  ${base}/.well-known/openid-configuration
  JWKS       ${jwksUri}
${caFile === undefined ? '' : `  trust it   export NODE_EXTRA_CA_CERTS=${caFile} SSL_CERT_FILE=${caFile}\n`}  dashboard  ${url}/ in a browser: keys, users, faults, clock, journal

A token
  curl -s ${base}/token -d grant_type=client_credentials -d audience=${aud} \\
    -u "${example.id}:${example.secret}"
${control}
Your server: issuer ${issuer}, JWKS URI ${jwksUri}, audience ${aud}, RS256.
Then: npx auth-conformance --target http://127.0.0.1:8000/me --audience ${aud}, which starts an issuer of its own.
Ctrl-C stops it.
`
}
