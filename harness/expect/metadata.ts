import type { Expectation, Observed } from '../model/expectation.ts'
import { jsonObject } from '../wire/json-object.ts'
import { describeAnswer } from './received.ts'

type Document = Readonly<Record<string, unknown>>

/** The JSON object of an answer; undefined when it is none. */
export const documentOf = ({ exchange }: Observed): Document | undefined => jsonObject(exchange.response?.body ?? '')

const isJson = ({ exchange }: Observed): boolean =>
  (exchange.response?.fields ?? []).some(
    ([name, value]) => name.toLowerCase() === 'content-type' && /^application\/json\b/i.test(value),
  )

/** Why a document is no metadata of a protected resource (RFC 9728 §2). */
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
  text: 'answers metadata with a resource and, for MCP, its authorization servers',
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

/** The metadata are those of this resource, compared by code points (RFC 9728 §3.3). */
export const metadataOf = (resource: string): Expectation => ({
  text: `names the resource ${resource}`,
  judge: (observed) => {
    const named = documentOf(observed)?.resource
    return named === resource ? { kind: 'met' } : { kind: 'broken', received: `resource ${JSON.stringify(named)}` }
  },
})

/** A name that only the request brought along is nowhere in the answer. */
export const namesNowhere = (name: string): Expectation => ({
  text: `does not take ${name} for its own name`,
  judge: ({ exchange }) => {
    const { body = '', fields = [] } = exchange.response ?? {}
    const text = [body, ...fields.map(([, value]) => value)].join('\n').toLowerCase()
    return text.includes(name) ? { kind: 'broken', received: `an answer with ${name}` } : { kind: 'met' }
  },
})

/** All callers get the same document. */
export const sameForAll = (): Expectation<Readonly<Record<string, Observed>>> => ({
  text: 'answers everybody alike',
  judge: (observed) => {
    const bodies = new Set(Object.values(observed).map(({ exchange }) => exchange.response?.body))
    return bodies.size <= 1 ? { kind: 'met' } : { kind: 'broken', received: `${bodies.size} different documents` }
  },
})
