import { defineCheck, mcp, rfc } from '../../harness/define.ts'
import { challengeParameter, linkPresent, resourceMetadata } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { metadataPath } from './declared.ts'

const methods = ['GET', 'POST', 'DELETE'] as const

/** Metadata at an address of the target's own origin; no other is contacted. */
async function follow({ send, target, expect }: RunContext, vector: string, link: string): Promise<void> {
  const url = URL.parse(link)
  if (url?.origin !== target.origin) return
  const answer = await send(vector, { path: url.pathname + url.search, method: 'GET', authorization: [] })
  expect(vector, answer, [resourceMetadata()], [answer])
}

export const linkChecks: readonly Check[] = [
  defineCheck({
    id: 'prm/challenge-link',
    title: 'leads from its challenge to its metadata',
    level: 'MUST',
    severity: 'medium',
    spec: [
      rfc(9728, '5.1'),
      mcp('2025-06-18', 'Authorization Server Location'),
      mcp('2025-11-25', 'Protected Resource Metadata Discovery Requirements'),
    ],
    needs: ['prm'],
    fix: 'Put resource_metadata="https://…/.well-known/oauth-protected-resource/…" into the challenge of every 401.',
    knownIncidents: 'A relative address; a parameter on one method only; none at all, so that clients had to guess.',
    sends: 'GET, POST and DELETE without a credential, and a request to the address that the challenge names.',
    passes:
      'names an absolute address that answers the metadata; by MCP 2025-11-25 the well-known document alone is enough',
    async run(context) {
      const { send, config, expect } = context
      const document = await send('the well-known document', {
        path: metadataPath(context),
        method: 'GET',
        authorization: [],
      })
      const found = document.exchange.response?.status === 200
      const needed = config.features.prm?.mcp === '2025-06-18' || !found
      const links = new Set<string>()
      for (const method of methods) {
        const answer = await send(method, { method, authorization: [], ...(method !== 'POST' && { body: '' }) })
        if (answer.exchange.response?.status !== 401) continue
        const link = challengeParameter(answer, 'resource_metadata')
        if (link !== undefined) links.add(link)
        expect(method, answer, [linkPresent({ needed: needed || links.size > 0 })], [answer])
      }
      for (const link of links) await follow(context, 'the address of the challenge', link)
    },
  }),
]
