import type { JwkSet, TokenRecipe } from './issuer.ts'
import type { TargetConfig } from './target-config.ts'

/** The input of a check's vectors. Each check gets its own, with fresh tokens. Types only. */
export interface CheckInput {
  /** A valid credential; with our issuer a token minted for this check. */
  readonly token: string
  /** Same length, alphabet and structure as `token`, but unknown to the target. */
  readonly unknownToken: string
  /** The protected resource that is requested. */
  readonly target: URL
  /** The issuer identifier that the target trusts: ours, or that of a given JWT; without one, an example. */
  readonly issuer: string
  readonly config: TargetConfig
  /** The published keys of the issuer; empty where they are not known. */
  readonly jwks: JwkSet
  /** Mints a token that differs from the valid one as the recipe says. Throws where the target does not trust our issuer. */
  mint(recipe?: TokenRecipe): Promise<string>
}
