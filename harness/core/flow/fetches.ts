import type { RunContext } from '../../model/run-context.ts'
import type { Fetches } from '../../model/steps/issuer.ts'

/** Endpoints at which a target finds the keys of its issuer. */
const endpoints = ['jwks', 'openid-configuration', 'oauth-authorization-server']

/** The id of the latest entry in the journal of the issuer; 0 before the first. */
export const journalPosition = async ({ control }: Pick<RunContext, 'control'>): Promise<number> =>
  (await control.journal.entries()).at(-1)?.id ?? 0

/** What the target has asked its issuer since then to find keys. */
export const fetchesSince = async (
  { control }: Pick<RunContext, 'control'>,
  after: number,
): Promise<Fetches['requests']> =>
  (await control.journal.entries({ after })).filter(({ endpoint }) => endpoints.includes(endpoint))
