import { challengeParameter, describeAnswer, documentOf } from '../../harness/expect/index.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'

type Document = Readonly<Record<string, unknown>>

const isJson = ({ exchange }: Observed): boolean =>
  (exchange.response?.fields ?? []).some(
    ([name, value]) => name.toLowerCase() === 'content-type' && /^application\/json\b/i.test(value),
  )

/** What is wrong with the metadata of a protected resource (RFC 9728 §2). */
function flawOf(document: Document, needsServers: boolean): string | undefined {
  if (typeof document.resource !== 'string') return 'no resource'
  const { authorization_servers: servers } = document
  if (needsServers && !(Array.isArray(servers) && servers.length > 0)) return 'no authorization_servers'
  // The one list that may be empty says that no method is supported.
  const empty = Object.entries(document).find(
    ([name, value]) => name !== 'bearer_methods_supported' && Array.isArray(value) && value.length === 0,
  )
  return empty && `an empty ${empty[0]}`
}

/** The answer is metadata of a protected resource (RFC 9728 §3.2), with authorization servers where MCP is declared. */
export const resourceMetadata = (): Expectation => ({
  text: 'must answer metadata with a resource and, for MCP, its authorization servers',
  judge: (observed) => {
    const document = documentOf(observed)
    if (observed.exchange.response?.status !== 200 || !document || !isJson(observed)) {
      return {
        kind: 'broken',
        received: `${describeAnswer(observed)}, ${document ? 'another type' : 'no JSON object'}`,
      }
    }
    const flaw = flawOf(document, observed.config.features.prm?.mcp !== undefined)
    return flaw === undefined ? { kind: 'met' } : { kind: 'broken', received: `metadata with ${flaw}` }
  },
})

/** The metadata is that of the resource in `lookFor`, compared by code points (RFC 9728 §3.3). */
export const namesThisResource = (): Expectation => ({
  text: 'must name the resource that the client requests',
  judge: (observed) => {
    const named = documentOf(observed)?.resource
    return named === observed.attempt.lookFor
      ? { kind: 'met' }
      : { kind: 'broken', received: `resource ${JSON.stringify(named)}, not ${observed.attempt.lookFor}` }
  },
})

/** A host name that only the request gave is nowhere in the answer. */
export const doesNotName = (name: string): Expectation => ({
  text: `must not take ${name} for its own name`,
  judge: ({ exchange }) => {
    const { body = '', fields = [] } = exchange.response ?? {}
    const text = [body, ...fields.map(([, value]) => value)].join('\n').toLowerCase()
    return text.includes(name) ? { kind: 'broken', received: `an answer with ${name}` } : { kind: 'met' }
  },
})

/** All clients get the same document. */
export const sameForAll = (): Expectation<Readonly<Record<string, Observed>>> => ({
  text: 'must answer all clients alike',
  judge: (observed) => {
    const bodies = new Set(Object.values(observed).map(({ exchange }) => exchange.response?.body))
    return bodies.size <= 1 ? { kind: 'met' } : { kind: 'broken', received: `${bodies.size} different documents` }
  },
})

/** The challenge names an absolute address of metadata (RFC 9728 §5.1), at least where one is needed. */
export const linkPresent = ({ needed }: { readonly needed: boolean }): Expectation => ({
  text: needed
    ? 'must name its metadata by an absolute URL'
    : 'must name its metadata by an absolute URL, or not at all',
  judge: (observed) => {
    const link = challengeParameter(observed, 'resource_metadata')
    if (link === undefined) return needed ? { kind: 'broken', received: 'no resource_metadata' } : { kind: 'met' }
    const absolute = /^https?:$/.test(URL.parse(link)?.protocol ?? '')
    return absolute ? { kind: 'met' } : { kind: 'broken', received: `resource_metadata="${link}"` }
  },
})
