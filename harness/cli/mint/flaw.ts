import { IdpError } from '../../../mock-idp/errors.ts'
import type { Flaws } from '../../../mock-idp/flaws.ts'
import type { Issuer, TokenRecipe } from '../../../mock-idp/model.ts'
import { completeTargetConfig, jwtCredential } from '../../config/target-config.ts'
import { tokenRecipe, withRandomSignature } from '../../core/credential.ts'
import { ConformanceError } from '../../errors.ts'
import type { CheckInput, Suite, VectorCheck } from '../../model/check.ts'
import type { Attempt } from '../../model/expectation.ts'
import type { JwtCredential } from '../../model/target-config.ts'
import { sampleFor } from '../explain/sample.ts'

const target = 'http://127.0.0.1:8000/me'

export interface FlawRequest {
  readonly issuer: Issuer
  /** `claims/exp-past`, or one vector of it: `claims/exp-past[an hour ago]`. */
  readonly flaw: string
  /** What the token says besides. */
  readonly recipe: TokenRecipe
  readonly suites: readonly Suite[]
}

/**
 * A token with a flaw of the suites: that of a check's first vector, or of the one named.
 *
 * @throws {ConformanceError} `USAGE` for a check or vector that is unknown or no flaw of a token
 */
export async function mintFlaw({ issuer, flaw, recipe, suites }: FlawRequest): Promise<string> {
  const [, id = flaw, vector] = /^([^[]+)\[(.+)\]$/s.exec(flaw) ?? []
  const check = tokenChecks(suites).find((one) => one.id === (otherNames[id] ?? id))
  if (!check) {
    throw new ConformanceError('USAGE', `There is no flaw ${JSON.stringify(id)} of tokens.`, {
      next: 'conformance mint --list names them all.',
    })
  }
  const known = await knownOf(issuer, recipe)
  const attempts = Object.entries(await vectorsOf(check, known)).filter(([, attempt]) => isToken(attempt))
  const found = vector === undefined ? attempts[0] : attempts.find(([name]) => name === vector)
  const [, attempt] = found ?? []
  if (attempt?.token !== undefined) return attempt.token
  if (attempt?.jwt !== undefined) return known.mint(attempt.jwt)
  throw new ConformanceError('USAGE', `${id} has no vector ${JSON.stringify(vector)} that is a token.`, {
    next: `It has ${attempts.map(([name]) => name).join(' · ')}.`,
  })
}

/** Shorter names of what is asked for most. */
const otherNames: Readonly<Record<string, string>> = { 'claims/exp-past': 'claims/expired-rejected' }

/** The flaws of the suites, for a mock identity provider to know by name. Loads the suites when first asked. */
export const flawsOf = (suites: () => Promise<readonly Suite[]>): Flaws => ({
  list: async () => {
    const loaded = await suites()
    const titles: ReadonlyMap<string, string> = new Map(tokenChecks(loaded).map(({ id, title }) => [id, title]))
    const names = await flawNames(loaded)
    return names.map((id) => ({ id, about: `a server ${titles.get(id.replace(/\[.*$/s, '')) ?? ''}` }))
  },
  mint: async (flaw, recipe, issuer) => {
    try {
      return await mintFlaw({ issuer, flaw, recipe, suites: await suites() })
    } catch (error) {
      if (!(error instanceof ConformanceError)) throw error
      throw new IdpError('OPTIONS', error.message, { cause: error })
    }
  },
})

/** The flaws by name: each check with every vector that is a token. */
export async function flawNames(suites: readonly Suite[]): Promise<readonly string[]> {
  const names = await Promise.all(
    tokenChecks(suites).map(async (check) => {
      const vectors = Object.entries(await vectorsOf(check, await sampleFor(check, { allFeatures: true })))
      return vectors.flatMap(([name, attempt]) => (isToken(attempt) ? [`${check.id}[${name}]`] : []))
    }),
  )
  return names.flat()
}

const tokenChecks = (suites: readonly Suite[]): readonly VectorCheck[] =>
  suites
    .flatMap(({ checks }) => checks)
    .filter((check): check is VectorCheck => 'vectors' in check && check.needs.includes('issuer'))

const vectorsOf = async ({ vectors }: VectorCheck, input: CheckInput) =>
  typeof vectors === 'function' ? vectors(input) : vectors

const isToken = ({ token, jwt }: Attempt): boolean => token !== undefined || jwt !== undefined

/** What a check may know, with the running issuer in the place of that of a run. */
async function knownOf(issuer: Issuer, base: TokenRecipe): Promise<CheckInput> {
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
