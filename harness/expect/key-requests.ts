import type { Expectation } from '../model/expectation.ts'
import type { ControlledIssuer } from '../model/issuer.ts'
import type { Listener } from '../model/run-context.ts'

type Requests = Awaited<ReturnType<ControlledIssuer['journal']['entries']>>

/** Documents for everyone are asked for without any credentials, those of a caller above all. */
export const asksWithoutCredentials = (): Expectation<Requests> => ({
  text: 'asks for keys by GET, without credentials or a query',
  judge: (requests) => {
    const wrong = requests.find(({ method, credentials }) => method !== 'GET' || credentials)
    if (!wrong) return { kind: 'met' }
    const { method, path, credentials = [] } = wrong
    return { kind: 'broken', received: `${method} ${path} with ${credentials.join(', ') || 'no credentials'}` }
  },
})

/** Keys come from where the configuration says, and from nowhere that an answer names. */
export const notFollowed = (): Expectation<Listener> => ({
  text: 'follows no redirect to another origin',
  judge: ({ requests }) =>
    requests.length === 0 ? { kind: 'met' } : { kind: 'broken', received: `it asked our listener: ${requests[0]}` },
})
