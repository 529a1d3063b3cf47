import { defineCheck, mcp, rfc } from '../../harness/define.ts'
import { metadataOf, namesNowhere, resourceMetadata, sameForAll } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { metadataPath, resourceOf } from './declared.ts'

/** A name that is nobody's (RFC 2606 §2). */
const foreign = 'conformance-stranger.example'

/** Ways to say that the resource has another name. */
const otherNames: Readonly<Record<string, Attempt>> = {
  'a foreign Host': { host: foreign },
  'X-Forwarded-Host': { fields: [`X-Forwarded-Host: ${foreign}`] },
  Forwarded: { fields: [`Forwarded: host=${foreign};proto=https`] },
  'X-Original-Host': { fields: [`X-Original-Host: ${foreign}`] },
}

export const documentChecks: readonly Check[] = [
  defineCheck({
    id: 'prm/document-valid',
    title: 'publishes its metadata to everybody alike',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(9728, '2'), rfc(9728, '3.1'), rfc(9728, '3.2'), mcp('2025-06-18', 'Authorization Server Location')],
    needs: ['prm'],
    fix: 'Answer the well-known path, with the path of the resource behind it, without authentication: resource, and the issuers that you trust as authorization_servers.',
    knownIncidents:
      'Metadata behind the gate that they should help through; a document at the root only; an empty list of servers.',
    vectors: (input) => {
      const at: Attempt = { path: metadataPath(input), method: 'GET', authorization: [] }
      return {
        nobody: at,
        'a wrong credential': { path: metadataPath(input), method: 'GET', token: input.unknownToken },
        'a page of another origin': { ...at, fields: ['Origin: https://stranger.example'] },
      }
    },
    expect: [resourceMetadata()],
    expectAll: [sameForAll()],
  }),
  defineCheck({
    id: 'prm/resource-matches',
    title: 'names in its metadata the URL that a client uses, whatever a request says of its name',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9728, '3.3'), rfc(9728, '7.3'), rfc(9728, '6')],
    needs: ['prm'],
    fix: 'Take the resource identifier from the configuration, and not from Host or a field of a proxy.',
    knownIncidents: 'Base URLs made of Host, so that a client is led to the servers of whoever wrote that field.',
    vectors: (input) => {
      const at: Attempt = { path: metadataPath(input), method: 'GET', authorization: [] }
      const named = Object.entries(otherNames).flatMap(([name, attempt]): readonly [string, Attempt][] => [
        [`metadata, ${name}`, { ...at, ...attempt, expect: [namesNowhere(foreign)] }],
        [`refusal, ${name}`, { authorization: [], ...attempt, expect: [namesNowhere(foreign)] }],
      ])
      return {
        plain: at,
        ...Object.fromEntries(named),
        'at its own address': { ...at, expect: [metadataOf(resourceOf(input))] },
      }
    },
    expect: [],
  }),
]
