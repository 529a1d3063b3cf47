import type { CheckInput } from '../../harness/model/check.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'

interface Good {
  readonly issuer: string
  readonly audience: string
  readonly clientId: string
  readonly tokenProfile: 'jwt' | 'rfc9068' | 'mcp'
  /** What the target accepts for `iss`, the declared spellings included. */
  readonly issuers: readonly string[]
  /** What the target accepts for `aud`, the declared aliases included. */
  readonly audiences: readonly string[]
}

/** What the claims of the good token are. Only for checks that need an issuer. */
export function goodOf({
  config,
  issuer,
}: {
  readonly config: TargetConfig
  readonly issuer: CheckInput['issuer']
}): Good {
  const { credential, accepts } = config
  if (credential.kind !== 'jwt') throw new TypeError('the target takes no tokens of an issuer')
  // Checks of the audience need one; the others never look at it.
  const { audience = '', clientId, tokenProfile } = credential
  return {
    issuer,
    audience,
    clientId,
    tokenProfile,
    issuers: [issuer, ...accepts.issuers],
    // An ID token names its client as the audience (OpenID Connect Core §2).
    audiences: [audience, ...accepts.audiences, ...(accepts.idTokens ? [clientId] : [])],
  }
}
