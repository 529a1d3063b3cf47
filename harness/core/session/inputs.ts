import { heldJwt, parseJwt } from '../../forge/jwt-credential.ts'
import type { CheckInput } from '../../model/check.ts'
import type { ControlledIssuer, JwkSet, TokenRecipe } from '../../model/issuer.ts'
import type { StaticCredential, TargetConfig } from '../../model/target-config.ts'
import { tokenRecipe, unknownTokenFor } from '../credential.ts'
import type { NewestToken } from './newest-token.ts'

/** Makes what each check is given: fresh tokens on the clock of the target, and the keys of the issuer. */
export interface Inputs {
  next(): Promise<CheckInput>
  /** Reads the published keys of the issuer. */
  loadKeys(): Promise<void>
  /** Milliseconds that the target's clock is ahead of ours. */
  setClockSkew(ms: number): void
}

interface InputOptions {
  readonly config: TargetConfig
  readonly target: URL
  readonly issuer: ControlledIssuer | undefined
  /** Of a credential that is a token. */
  readonly newest: NewestToken | undefined
}

export function createInputs({ config, target, issuer, newest }: InputOptions): Inputs {
  const { credential } = config
  let skewMs = 0
  let jwks: JwkSet = config.publishedKeys ?? { keys: [] }
  const iss = heldJwt(config)?.claims.iss
  const named = typeof iss === 'string' && /^https?:/.test(iss) && URL.canParse(iss) ? iss : 'https://issuer.example'

  async function mint(changes?: TokenRecipe): Promise<string> {
    if (!issuer || credential.kind !== 'jwt') throw new TypeError('mint() needs an issuer that the target trusts')
    return issuer.mint({ ...tokenRecipe(credential, changes), now: Math.floor((Date.now() + skewMs) / 1000) })
  }

  /** The next token of a command or a login has claims of its own. */
  async function current(first: StaticCredential): Promise<StaticCredential> {
    const value = (await newest?.current()) ?? first.value
    const { jwt: _, ...credential } = first
    const jwt = parseJwt(value)
    return { ...credential, value, ...(jwt && { jwt }) }
  }

  return {
    async next() {
      const given = credential.kind === 'static' ? await current(credential) : undefined
      const token = given?.value ?? (await mint())
      return {
        token,
        unknownToken: unknownTokenFor(token, config),
        target,
        issuer: issuer?.issuer ?? named,
        config: given ? { ...config, credential: given } : config,
        jwks,
        mint,
      }
    },
    async loadKeys() {
      if (issuer) jwks = await issuer.jwks()
    },
    setClockSkew(ms) {
      skewMs = ms
    },
  }
}
