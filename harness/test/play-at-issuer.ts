import { createIdp } from '../../mock-idp/index.ts'
import { completeTargetConfig, jwtCredential } from '../config/target-config.ts'
import { playFlows } from '../core/flow/play.ts'
import { headerOf } from '../forge/tamper.ts'
import type { FlowCheck } from '../model/check.ts'
import type { Attempt, Expectation, Observed } from '../model/expectation.ts'
import type { Flows } from '../model/flow.ts'
import type { RunContext } from '../model/run-context.ts'

const config = completeTargetConfig({
  target: 'http://127.0.0.1:8000/me',
  credential: jwtCredential('https://api.example', { algorithms: ['ES256'] }),
  features: {
    jwks: { newKeyWithin: 60_000, cacheFor: 50, cooldown: 60_000, failWithin: 50, instances: 1, waitAtMost: 50 },
  },
})

/** A run against an issuer of its own and a target that answers as `accepts` says; by default it accepts all tokens. */
export async function playAtIssuer(
  flows: Flows,
  accepts: (attempt: Attempt, count: number) => boolean = () => true,
  idp = createIdp({ issuer: 'https://idp.example', keys: ['ES256', 'ES256'] }),
) {
  const token = await idp.mint({})
  const sent: Attempt[] = []
  const sets: string[] = []
  const served: ((path: string) => string | undefined)[] = []
  const judged: [vector: string, ...kinds: string[]][] = []
  const fetchSet = async () => (await idp.fetch(new Request('https://idp.example/jwks'))).text()
  const observe = (vector: string, attempt: Attempt): Observed => {
    const accepted = accepts(attempt, sent.push(attempt))
    const response = { status: accepted ? 200 : 401, reason: '', fields: [], body: '', bodyBytes: 0 }
    const exchange = { request: { method: 'GET', text: '' }, response, startedAt: 0, durationMs: 0 }
    return { sentFor: vector, role: 'attempt', attempt, exchange, accepted, disclosed: false, config }
  }
  const run = {
    ...{ token, config, issuer: idp.issuer, target: new URL(config.target), control: idp },
    mint: () => idp.mint({}),
    pause: async () => {},
    leaveOut: () => {},
    listen: async (answer: (path: string) => string | undefined) => {
      served.push(answer)
      return { url: 'http://127.0.0.1:8002', requests: ['GET /jwks.json'] }
    },
    send: async (vector: string, attempt: Attempt) => {
      sets.push(await fetchSet())
      return observe(vector, attempt)
    },
    expect: <Subject>(vector: string, subject: Subject, all: readonly Expectation<Subject>[]) => {
      judged.push([vector, ...all.map((one) => one.judge(subject).kind)])
    },
  } as unknown as RunContext
  await playFlows({ flows } as FlowCheck, run)
  const kidOf = ({ token, jwt }: Attempt) => jwt?.kid ?? jwt?.header?.kid ?? (token && headerOf(token).kid)
  return { idp, sent, kids: sent.map(kidOf), sets, judged, served, fetchSet, usual: headerOf(token).kid }
}

export const kidsIn = (set: string | undefined): readonly string[] =>
  JSON.parse(set ?? '').keys.map(({ kid }: { kid: string }) => kid)
