import { IdpError } from './errors.ts'
import type { Issuer } from './issuer/issuer.ts'
import type { TokenRecipe } from './issuer/token-recipe.ts'

/** A flaw of a token, by name. */
export interface Flaw {
  /** Such as `claims/expired-rejected[expired an hour ago]`. */
  readonly id: string
  readonly about: string
}

/** Ill tokens by name. The mock IdP has none of its own; those of the suites are passed in by `conformance idp`. */
export interface Flaws {
  list(): Promise<readonly Flaw[]>
  /** @throws an error with a message for whoever asked, where the name is unknown */
  mint(flaw: string, recipe: TokenRecipe, issuer: Issuer): Promise<string>
}

export const noFlaws: Flaws = {
  list: async () => [],
  mint: async (flaw) => {
    throw new IdpError(
      'OPTIONS',
      `This issuer knows no flaws by name, and so not ${JSON.stringify(flaw)}; "auth-conformance idp" does.`,
    )
  },
}
