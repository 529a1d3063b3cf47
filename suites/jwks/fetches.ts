import type { ControlledIssuer } from '../../harness/model/issuer.ts'
import type { RunContext } from '../../harness/model/run-context.ts'

/** Where a target finds the keys of its issuer. */
const endpoints = ['jwks', 'openid-configuration', 'oauth-authorization-server']

export interface Fetches {
  /** What the issuer has been asked since, such as `GET /jwks`. */
  since(): Promise<readonly string[]>
  /** The same with all that the issuer has noted of it. */
  entries(): ReturnType<ControlledIssuer['journal']['entries']>
}

/** Counts from now on what the target asks its issuer for the sake of keys. */
export async function watchFetches({ control }: Pick<RunContext, 'control'>): Promise<Fetches> {
  const after = (await control.journal.entries()).at(-1)?.id ?? 0
  const entries = async () =>
    (await control.journal.entries({ after })).filter(({ endpoint }) => endpoints.includes(endpoint))
  return {
    entries,
    since: async () => (await entries()).map(({ method, path }) => `${method} ${path}`),
  }
}
