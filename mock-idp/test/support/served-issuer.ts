import { type ServeOptions, serveIdp } from '../../adapters/node.ts'

/** What a test of a library runs against: a listening issuer, and its identifier byte for byte. */
export interface ServedIssuer extends AsyncDisposable {
  readonly issuer: string
  readonly close: () => Promise<void>
  /** Of the issuer that answers, whichever it is. */
  readonly rotate: (mode?: 'overlap' | 'withdraw') => Promise<void>
}

/** The kinds of issuer identifiers that libraries have trouble with. */
export const issuerKinds = ['at the root', 'of a tenant', 'with a slash at the end'] as const

type IssuerKind = (typeof issuerKinds)[number]

/** Listens on a free port, with everybody signed in at once. */
export const serveIssuer = async (
  kind: IssuerKind = 'at the root',
  options: Partial<ServeOptions> = {},
): Promise<ServedIssuer> => {
  // The port is known only when it listens, so the issuer takes it from the requests.
  const slashed = kind === 'with a slash at the end' && { issuer: 'http://127.0.0.1/realm/', issuerFromHost: true }
  const served = await serveIdp({ port: 0, signIn: 'automatic', ...slashed, ...options })
  const issuer = served.url + { 'at the root': '', 'of a tenant': '/acme', 'with a slash at the end': '/realm/' }[kind]
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

/** Those that the issuer signs with and the libraries verify. */
export const signingAlgs = ['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const
