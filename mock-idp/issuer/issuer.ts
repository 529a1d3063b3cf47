import type { JwkSet } from '../keys/jwk.ts'
import type { MintRecipe } from './token-recipe.ts'

/** An issuer that mints on request: the mock IdP in this process, or the client of one elsewhere. */
export interface Issuer {
  readonly issuer: string
  readonly jwksUri: string
  mint(recipe: MintRecipe): Promise<string>
  jwks(): Promise<JwkSet>
}
