import { createAuthority, type ServerCertificate } from './authority.ts'

/** All in PEM (RFC 7468). */
export interface Certificates extends ServerCertificate {
  /** The certificate of the authority, which clients must trust. */
  readonly ca: string
}

/**
 * Creates a certificate authority and, issued by it, a server certificate for these names. The key of the authority is
 * not kept, so that no other certificate can be issued that its clients trust.
 *
 * @param names host names and IP addresses
 */
export const createCertificates = async (names: readonly string[]): Promise<Certificates> => {
  const authority = await createAuthority()
  return { ca: authority.ca, ...(await authority.issue(names)) }
}
