import { IdpError } from '../../../mock-idp/errors.ts'
import type { Flaws } from '../../../mock-idp/flaws.ts'
import type { Issuer, TokenRecipe } from '../../../mock-idp/model.ts'
import type { CredentialFlaw } from '../../../suites/flaws.ts'
import { completeTargetConfig, jwtCredential } from '../../config/target-config.ts'
import { tokenRecipe, withRandomSignature } from '../../core/credential.ts'
import { vectorsOf } from '../../core/vectors.ts'
import { ConformanceError } from '../../errors.ts'
import type { CheckInput } from '../../model/check.ts'
import type { JwtCredential } from '../../model/target-config.ts'

const target = 'http://127.0.0.1:8000/me'

export interface FlawRequest {
  readonly issuer: Issuer
  /** Such as `expired`. */
  readonly id: string
  /** What the token says besides. */
  readonly recipe: TokenRecipe
}

/** All flaws that have a name. */
export async function namedFlaws(): Promise<readonly CredentialFlaw[]> {
  const { flaws } = await import('../../../suites/flaws.ts')
  return flaws
}

/**
 * A token with a flaw of suites/flaws.ts.
 *
 * @throws {ConformanceError} `USAGE` for a flaw that is unknown, or that no token of this issuer can have
 */
export async function mintFlaw({ issuer, id, recipe }: FlawRequest): Promise<string> {
  const flaw = (await namedFlaws()).find((one) => one.id === id)
  if (!flaw) {
    throw new ConformanceError('USAGE', `There is no flaw ${JSON.stringify(id)} of tokens.`, {
      next: 'conformance mint --list names them all.',
    })
  }
  const input = await inputFor(issuer, recipe)
  const [attempt] = Object.values(await vectorsOf({ vectors: { [id]: flaw.recipe }, expect: [] }, input))
  if (attempt?.token !== undefined) return attempt.token
  if (attempt?.jwt !== undefined) return input.mint(attempt.jwt)
  throw new ConformanceError('USAGE', `No token of ${issuer.issuer} can have the flaw ${JSON.stringify(id)}.`, {
    next: 'It needs a published key or an algorithm that this issuer does not have.',
  })
}

/** The flaws for a mock identity provider, which offers them by name. Loads the suites when first asked. */
export const flawsOf = (): Flaws => ({
  list: async () => (await namedFlaws()).map(({ id, about }) => ({ id, about: `a token ${about}` })),
  mint: async (id, recipe, issuer) => {
    try {
      return await mintFlaw({ issuer, id, recipe })
    } catch (error) {
      if (!(error instanceof ConformanceError)) throw error
      throw new IdpError('OPTIONS', error.message, { cause: error })
    }
  },
})

/** The input of a check, with the running issuer in place of that of a run. */
async function inputFor(issuer: Issuer, base: TokenRecipe): Promise<CheckInput> {
  const { aud = 'my-api', sub = 'conformance-user', ...claims } = base.claims ?? {}
  const algorithms = base.alg === undefined ? {} : { algorithms: [base.alg] }
  const credential: JwtCredential = jwtCredential(String(aud), { subject: String(sub), claims, ...algorithms })
  const mint = (changes?: TokenRecipe): Promise<string> => {
    const recipe = tokenRecipe(credential, changes)
    const { kid = base.kid, header } = recipe
    return issuer.mint({ ...recipe, header: { ...base.header, ...header }, ...(kid !== undefined && { kid }) })
  }
  const token = await mint()
  return {
    token,
    unknownToken: withRandomSignature(token),
    target: new URL(target),
    issuer: issuer.issuer,
    config: completeTargetConfig({ target, credential }),
    jwks: await issuer.jwks(),
    mint,
  }
}
