import type { ExchangeFailure } from '../model/exchange.ts'

/** The system's reasons for an ended or impossible connection, in plain words. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused: nothing listens there',
  ECONNRESET: 'the server reset the connection',
  EPIPE: 'the server closed the connection while the request was being sent',
  ETIMEDOUT: 'the network gave no answer in time',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  EADDRNOTAVAIL: 'no local port or address is left to connect from',
  EACCES: 'the system does not allow the connection',
  EMFILE: 'too many open files',
  ENOTFOUND: 'no such host name',
  EAI_AGAIN: 'the host name could not be looked up',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed and not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain ends in a root that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the issuer of its certificate is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the issuer of its certificate is not trusted',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not yet valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS on this port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS on this port',
}

/** Codes of certificates whose authority, or who themselves, are not trusted. */
const untrusted = [
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_GET_ISSUER_CERT'],
]
const dated = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']

/** What to do about a certificate that was not accepted (RFC 5280 §6); undefined for any other failure. */
export function certificateAdvice({ detail }: ExchangeFailure): string | undefined {
  const [, code = ''] = /\((\w+)\)$/.exec(detail) ?? []
  if (untrusted.includes(code)) {
    return 'Trust it: --ca FILE, with the certificate of the authority that issued it, or the self-signed one itself, in PEM.'
  }
  if (dated.includes(code)) return 'Renew the certificate, and compare the clock of this machine with the right time.'
  return code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? 'Write a host name of the certificate in --target.' : undefined
}

/** What a socket error means for the exchange: `unreachable` before there was a connection, else `reset`. */
export function failureOf(error: NodeJS.ErrnoException, connected: boolean): ExchangeFailure {
  // With several addresses for a name, Node reports all attempts in an AggregateError without a message.
  const first = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0].message : ''
  const code = error.code ?? ''
  const reason = reasons[code] ?? (error.message || first || 'unknown reason')
  return { kind: connected ? 'reset' : 'unreachable', detail: code === '' ? reason : `${reason} (${code})` }
}
