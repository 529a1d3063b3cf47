/** Flags of `conformance idp`. */
export interface IdpFlags {
  readonly port: number | string
  readonly host: string
  readonly config?: string
  readonly issuer?: string
  readonly issuerFromHost?: true
  readonly client?: readonly string[]
  readonly https?: true
  readonly httpsName?: readonly string[]
  readonly audience?: string
  readonly permissive?: true
  readonly dialect?: readonly string[]
  readonly autoSignIn?: true
  readonly keyFile?: string
  readonly seedEnv?: string
  readonly store?: string
  readonly storeEnv?: string
  readonly controlKeyEnv?: string
}
