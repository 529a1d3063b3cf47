import { type ServeOptions, serveIdp } from '../../adapters/node.ts'

/** A listening issuer for tests of libraries. */
export interface ServedIssuer extends AsyncDisposable {
  readonly issuer: string
  readonly close: () => Promise<void>
  /** Rotates the keys of this issuer. */
  readonly rotate: (mode?: 'overlap' | 'withdraw') => Promise<void>
}

/** The forms of issuer identifiers that libraries handle differently. */
export const issuerKinds = ['at the root', 'of a tenant', 'with a trailing slash'] as const

type IssuerKind = (typeof issuerKinds)[number]

/** Listens on a free port, with automatic sign-in. */
export const serveIssuer = async (
  kind: IssuerKind = 'at the root',
  options: Partial<ServeOptions> = {},
): Promise<ServedIssuer> => {
  // The port is only known after listening, so the issuer is derived from the Host.
  const slashed = kind === 'with a trailing slash' && { issuer: 'http://127.0.0.1/realm/', issuerFromHost: true }
  const served = await serveIdp({ port: 0, signIn: 'automatic', ...slashed, ...options })
  const issuer = served.url + { 'at the root': '', 'of a tenant': '/acme', 'with a trailing slash': '/realm/' }[kind]
  const control = kind === 'of a tenant' ? served.idp.tenant('acme') : served.idp
  return {
    issuer,
    close: served.close,
    [Symbol.asyncDispose]: served.close,
    rotate: async (mode = 'overlap') => {
      await control.rotate({ mode })
    },
  }
}

/** The algorithms that the issuer and the libraries support. */
export const signingAlgs = ['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const
