import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'

/** In PEM (RFC 7468). */
export interface ServerCertificate {
  readonly cert: string
  /** PKCS#8. */
  readonly key: string
}

/** A certificate authority for tests. Its key exists in this process alone. */
export interface Authority {
  /** Its certificate in PEM, which clients must trust. */
  readonly ca: string
  /**
   * Issues a server certificate (RFC 5280).
   *
   * @param names host names and IP addresses
   * @param expired whether it was valid until yesterday
   */
  issue(names: readonly string[], options?: { readonly expired?: boolean }): Promise<ServerCertificate>
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

const hour = 3600_000
/** Milliseconds. Some clients reject certificates that are valid for more than 398 days. */
const lifetime = 90 * 24 * hour

const issuer = 'CN=Mock IdP of auth-conformance, for tests only'

const load = async () => {
  // @peculiar/x509 needs it for its dependency injection.
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  x509.cryptoProvider.set(crypto)
  return x509
}

const generate = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])

export const createAuthority = async (): Promise<Authority> => {
  const x509 = await load()
  const authority = await generate()
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: issuer,
    // Before the end of expired certificates.
    notBefore: new Date(Date.now() - lifetime),
    notAfter: new Date(Date.now() + lifetime),
    signingAlgorithm: algorithm,
    keys: authority,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authority.publicKey),
    ],
  })
  return {
    ca: ca.toString('pem'),
    async issue(names, { expired = false } = {}) {
      const server = await generate()
      const now = Date.now()
      const cert = await x509.X509CertificateGenerator.create({
        serialNumber: serialNumber(),
        subject: 'CN=Mock IdP',
        issuer,
        notBefore: new Date(now - (expired ? 48 * hour : hour)),
        notAfter: new Date(now + (expired ? -24 * hour : lifetime)),
        signingAlgorithm: algorithm,
        publicKey: server.publicKey,
        signingKey: authority.privateKey,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1']),
          new x509.SubjectAlternativeNameExtension(
            [...new Set(names)].map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
          ),
          await x509.SubjectKeyIdentifierExtension.create(server.publicKey),
          await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
        ],
      })
      const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', server.privateKey), 'PRIVATE KEY')
      return { cert: cert.toString('pem'), key }
    },
  }
}

/** Positive, and not zero (RFC 5280 §4.1.2.2). */
const serialNumber = (): string => {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}
