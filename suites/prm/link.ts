import { defineCheck, mcp, rfc } from '../../harness/define.ts'
import { challengeParameter } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { linkPresent, resourceMetadata } from './expect.ts'

const wellKnown = '/.well-known/oauth-protected-resource'

/** Where the metadata of a resource is: its path behind the well-known one (RFC 9728 §3.1). */
const metadataPath = ({ target }: RunContext): string =>
  target.pathname === '/' ? wellKnown : `${wellKnown}${target.pathname}`

const methods = ['GET', 'POST', 'DELETE'] as const

/** Requests the metadata that a challenge names, at the target's own origin only. */
async function follow({ send, target, expect }: RunContext, vector: string, link: string): Promise<void> {
  const url = URL.parse(link)
  if (url?.origin !== target.origin) return
  const answer = await send(vector, { path: url.pathname + url.search, method: 'GET', authorization: [] })
  expect(vector, answer, [resourceMetadata()], [answer])
}

export const linkChecks: readonly Check[] = [
  defineCheck({
    id: 'prm/challenge-link',
    title: 'must name its metadata in its challenges',
    level: 'MUST',
    severity: 'medium',
    spec: [
      rfc(9728, '5.1'),
      mcp('2025-06-18', 'Authorization Server Location'),
      mcp('2025-11-25', 'Protected Resource Metadata Discovery Requirements'),
    ],
    needs: ['prm'],
    fix: 'Put resource_metadata="https://…/.well-known/oauth-protected-resource/…" into the challenge of every 401.',
    knownIncidents: 'A relative address; a parameter for one method only; no parameter, so that clients had to guess.',
    sends:
      'The well-known document; GET, POST and DELETE without a credential; and the address that their challenges name.',
    passes:
      'must name an absolute address that answers the metadata; with MCP 2025-11-25 the well-known document alone is enough',
    because: 'The last request goes to the address that the challenges named, and only when it is of the same origin.',
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
