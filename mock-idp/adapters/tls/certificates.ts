import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'

/** All in PEM (RFC 7468). */
export interface Certificates {
  /** The certificate of the authority, which clients must trust. */
  readonly ca: string
  readonly cert: string
  /** PKCS#8. */
  readonly key: string
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** Milliseconds. Some clients reject certificates that are valid for more than 398 days. */
const lifetime = 90 * 24 * 3600 * 1000

/**
 * Creates a certificate authority and, issued by it, a server certificate for these names (RFC 5280). The key of the
 * authority is not kept, so that no other certificate can be issued that its clients trust.
 *
 * @param names host names and IP addresses
 */
export const createCertificates = async (names: readonly string[]): Promise<Certificates> => {
  // @peculiar/x509 needs it for its dependency injection.
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  x509.cryptoProvider.set(crypto)
  const generate = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const [authority, server] = await Promise.all([generate(), generate()])
  const notBefore = new Date(Date.now() - 3600_000)
  const notAfter = new Date(Date.now() + lifetime)
  const issuer = 'CN=Mock IdP of auth-conformance, for tests only'

  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: issuer,
    notBefore,
    notAfter,
    signingAlgorithm: algorithm,
    keys: authority,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authority.publicKey),
    ],
  })
  const cert = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: 'CN=Mock IdP',
    issuer,
    notBefore,
    notAfter,
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
  return { ca: ca.toString('pem'), cert: cert.toString('pem'), key }
}

/** Positive, and not zero (RFC 5280 §4.1.2.2). */
const serialNumber = (): string => {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}
