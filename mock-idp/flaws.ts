import { IdpError } from './errors.ts'
import type { Issuer } from './issuer/issuer.ts'
import type { TokenRecipe } from './issuer/token-recipe.ts'

/** A named way in which a token can be invalid. */
export interface Flaw {
  /** Such as `claims/expired-rejected[expired an hour ago]`. */
  readonly id: string
  readonly about: string
}

/** Invalid tokens by name. The mock IdP has none of its own; `conformance idp` passes in those of the suites. */
export interface Flaws {
  list(): Promise<readonly Flaw[]>
  /** @throws {Error} if the name is unknown; the message is for the user */
  mint(flaw: string, recipe: TokenRecipe, issuer: Issuer): Promise<string>
}

export const noFlaws: Flaws = {
  list: async () => [],
  mint: async (flaw) => {
    throw new IdpError(
      'OPTIONS',
      `This issuer has no flaw ${JSON.stringify(flaw)}, because it has no flaws. "auth-conformance idp" has them.`,
    )
  },
}
