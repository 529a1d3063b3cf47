import { defineCheck, mcp, rfc } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { doesNotName, namesThisResource, resourceMetadata, sameForAll } from './expect.ts'

const metadata = { path: '{prm.path}', method: 'GET' } as const
const anonymous: Attempt = { authorization: [] }

/** A host name that belongs to nobody (RFC 2606 §2). */
const foreign = 'conformance-other.example'

/** Ways to claim another host name for the resource. */
const otherNames: Readonly<Record<string, Attempt>> = {
  'a foreign Host': { host: foreign },
  'X-Forwarded-Host': { fields: [`X-Forwarded-Host: ${foreign}`] },
  Forwarded: { fields: [`Forwarded: host=${foreign};proto=https`] },
  'X-Original-Host': { fields: [`X-Original-Host: ${foreign}`] },
}

export const documentChecks: readonly Check[] = [
  defineCheck({
    id: 'prm/document-valid',
    title: 'must publish its metadata to everybody alike',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(9728, '2'), rfc(9728, '3.1'), rfc(9728, '3.2'), mcp('2025-06-18', 'Authorization Server Location')],
    needs: ['prm'],
    fix: 'Answer the well-known path, with the path of the resource behind it, without authentication: resource, and the issuers that you trust as authorization_servers.',
    knownIncidents:
      'Metadata behind the authentication that it should help with; a document at the root only; an empty list of servers.',
    vectors: {
      'no credential': { ...metadata, ...anonymous },
      'an unknown credential': { ...metadata, token: '{unknownToken}' },
      'a page of another origin': { ...metadata, ...anonymous, fields: ['Origin: https://other-origin.example'] },
    },
    expect: [resourceMetadata()],
    expectAll: [sameForAll()],
  }),
  defineCheck({
    id: 'prm/resource-matches',
    title: 'must name the URL that a client uses in its metadata, whatever host name a request claims',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9728, '3.3'), rfc(9728, '7.3'), rfc(9728, '6')],
    needs: ['prm'],
    fix: 'Take the resource identifier from the configuration, and not from Host or a field of a proxy.',
    knownIncidents:
      'Base URLs made of Host, so that whoever sets that field sends clients to authorization servers of their own.',
    vectors: {
      ...Object.fromEntries(
        Object.entries(otherNames).flatMap(([name, claim]): readonly [string, Attempt][] => [
          [`metadata, ${name}`, { ...metadata, ...anonymous, ...claim, expect: [doesNotName(foreign)] }],
          [`rejection, ${name}`, { ...anonymous, ...claim, expect: [doesNotName(foreign)] }],
        ]),
      ),
      'at its own address': { ...metadata, ...anonymous, lookFor: '{prm.resource}' },
    },
    expect: [namesThisResource()],
  }),
]
