import type { ControlledIssuer } from '../../harness/model/issuer.ts'
import type { RunContext } from '../../harness/model/run-context.ts'

/** Endpoints at which a target finds the keys of its issuer. */
const endpoints = ['jwks', 'openid-configuration', 'oauth-authorization-server']

export interface Fetches {
  /** What the issuer was asked since then, such as `GET /jwks`. */
  since(): Promise<readonly string[]>
  /** The same as entries of the issuer's journal. */
  entries(): ReturnType<ControlledIssuer['journal']['entries']>
}

/** Records from now on what the target asks its issuer to find keys. */
export async function watchFetches({ control }: Pick<RunContext, 'control'>): Promise<Fetches> {
  const after = (await control.journal.entries()).at(-1)?.id ?? 0
  const entries = async () =>
    (await control.journal.entries({ after })).filter(({ endpoint }) => endpoints.includes(endpoint))
  return {
    entries,
    since: async () => (await entries()).map(({ method, path }) => `${method} ${path}`),
  }
}
