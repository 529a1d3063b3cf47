import { type Authority, createAuthority } from '../../mock-idp/adapters/tls/authority.ts'
import { writeCaFile } from '../../mock-idp/adapters/tls/ca-file.ts'
import type { TlsAuthority } from '../model/target.ts'

/** The certificate authority of a run, which the target trusts by its file. */
export interface RunningAuthority extends TlsAuthority {
  /** Its certificate in PEM: the value of `{ca_file}`. */
  readonly caFile: string
  /** Deletes the file. */
  remove(): Promise<void>
}

/** Where our listeners are. */
const ownNames = ['127.0.0.1', 'localhost']

/** Certificates of an authority that a target trusts; those called `untrusted` are issued by another one. */
export const certificatesOf = ({ issue }: Authority): TlsAuthority => ({
  async certificate(kind) {
    switch (kind) {
      case 'trusted':
        return issue(ownNames)
      case 'expired':
        return issue(ownNames, { expired: true })
      case 'misnamed':
        return issue(['elsewhere.example'])
      case 'untrusted':
        return (await createAuthority()).issue(ownNames)
    }
  },
})

/** Creates an authority, and the file that a target is told to trust. */
export async function createRunningAuthority(): Promise<RunningAuthority> {
  const authority = await createAuthority()
  const { path, remove } = await writeCaFile(authority.ca)
  return { ...certificatesOf(authority), caFile: path, remove }
}
