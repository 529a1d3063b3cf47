/** A running target and what it writes. Types only. */

/** Variables of the environment; undefined takes one away. */
export type Env = Readonly<Record<string, string | undefined>>

/** What a target that we started writes to its standard output and error. */
export interface Output {
  /** The end of it, secrets masked. */
  logs(): string
  /** Whether it holds a text, as it was written. */
  wrote(text: string): boolean
  /** What is written from now on. */
  fromNow(): Pick<Output, 'wrote'>
}

/** The result of starting the target: it ended by itself, it answers HTTP, or neither. */
export interface Launch extends Output {
  /** Such as `exit code 1`. */
  readonly ended?: string
  /** Where it answers. */
  readonly origin?: URL
  stop(): Promise<void>
}

/** Where an issuer is that a launch is configured with, instead of the usual one. */
export interface IssuerAddress {
  readonly issuer: string
  readonly jwksUri: string
}

/** A certificate and its key in PEM, for a listener of ours. */
export interface TlsCertificate {
  readonly cert: string
  readonly key: string
}

/** `trusted`: as it should be; otherwise from another authority, past its end, or for the name of another host. */
export type CertificateKind = 'trusted' | 'untrusted' | 'expired' | 'misnamed'

/** A certificate authority that the target was started to trust, by `{ca_file}`. */
export interface TlsAuthority {
  certificate(kind: CertificateKind): Promise<TlsCertificate>
}

/** Starts the target again, as it was started but for the settings and the issuer given. */
export interface Launcher {
  /** Present when the target was started to trust it. */
  readonly authority?: TlsAuthority
  launch(settings: Env, issuer?: IssuerAddress): Promise<Launch>
}

/** A target that runs, whichever driver brought it up. */
export interface Target {
  /** Where requests go: scheme, host, port. */
  readonly origin: URL
  /** Present when we started it. */
  readonly output?: Output
  stop(): Promise<void>
}
