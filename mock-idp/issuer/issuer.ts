import type { JwkSet } from '../keys/jwk.ts'
import type { MintRecipe } from './token-recipe.ts'

/** An issuer that mints tokens: the mock IdP in this process, or the client of another one. */
export interface Issuer {
  readonly issuer: string
  readonly jwksUri: string
  mint(recipe: MintRecipe): Promise<string>
  jwks(): Promise<JwkSet>
}
