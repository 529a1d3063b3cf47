import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { grantRejected, oneLineage, prerequisite, rule, tokensIssued } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { jsonOf, openProvider, type Provider, tokensOf } from '../../harness/oauth-client/provider.ts'

/** Uses of one refresh token at the same time. */
const parallel = 8

const refreshOf = (token: string) => ({ grant_type: 'refresh_token', refresh_token: token })

const scopeOf = (observed: Observed): readonly string[] | undefined => {
  const scope = jsonOf(observed)?.scope
  return typeof scope === 'string' ? scope.split(' ') : undefined
}

/** What a refresh with another scope came to. */
interface Scoped {
  readonly observed: Observed
  readonly wider: string
}

const notWidened: Expectation<Scoped> = {
  text: 'does not widen the scope at a refresh',
  judge({ observed, wider }) {
    const { access } = tokensOf(observed)
    if (access === undefined) return grantRejected('invalid_scope').judge(observed)
    const scope = scopeOf(observed)
    // An answer that names no scope grants what was asked for (RFC 6749 §5.1).
    if (scope === undefined || scope.includes(wider)) return { kind: 'broken', received: `tokens with ${wider}` }
    return { kind: 'broken', received: 'tokens without it instead of invalid_scope', advisory: true }
  },
}

const notNarrowed = (full: readonly string[]): Expectation =>
  rule('keeps the scope of the refresh token when a refresh asks for less', (observed) => {
    if (tokensOf(observed).access === undefined) return 'the whole scope is refused afterwards'
    const scope = scopeOf(observed)
    return scope === undefined || full.every((one) => scope.includes(one)) ? undefined : `scope is ${scope.join(' ')}`
  })

export const refreshTokenChecks: readonly Check[] = [
  defineCheck({
    id: 'op/refresh-rotation',
    title: 'binds refresh tokens to their client and scope, and notices when one comes back',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9700, '2.2.2'), rfc(9700, '4.14.2'), rfc(6749, '6'), rfc(6749, '10.4'), asvs('10.4.5')],
    needs: ['op'],
    fix: 'Keep client and scope with the refresh token; replace it at each use of a public client; when a used one comes back, end every token of the authorization. Declare op.grace if clients may repeat a lost refresh.',
    knownIncidents: 'mcp-front does not rotate; servers that compare the token but not the client.',
    sends: `A code flow and a refresh; the used refresh token again, then its successor; a refresh by another client (op.otherClient), for a wider and for a narrower scope; and ${parallel} refreshes at once. Skipped where no refresh token comes: some want offline_access in op.scope.`,
    passes:
      'gives a public client a new refresh token each time, nothing for a used one, and nothing for its successor afterwards; refuses other clients and wider scopes; a narrower scope is for one access token only',
    async run(context) {
      const provider = await openProvider(context)
      if (!provider) return
      const first = await provider.obtainTokens('a first refresh')
      if (first?.refresh === undefined) return
      const rotates = await replay(context, provider, first.refresh)
      if (rotates) await spendInParallel(context, provider)
      await byAnother(context, provider)
      await widen(context, provider)
      await narrow(context, provider)
    },
  }),
]

const newToken = async (provider: Provider, vector: string): Promise<string | undefined> =>
  (await provider.obtainTokens(vector))?.refresh

/** Whether the server rotates. */
async function replay({ config, expect, pause }: RunContext, provider: Provider, first: string): Promise<boolean> {
  const refreshed = await provider.token('a first refresh', refreshOf(first))
  expect('a first refresh', refreshed, [prerequisite(tokensIssued('access_token'))], [refreshed])
  const { access, refresh: second } = tokensOf(refreshed)
  if (access === undefined) return false
  if (second === undefined || second === first) {
    // A confidential client proves who it is with each refresh (RFC 9700 §4.14.2).
    if (provider.client.secret !== undefined) return false
    const anew = second === first ? { ...refreshed, captured: {} } : refreshed
    expect('a new refresh token for the old one', anew, [tokensIssued('refresh_token')], [refreshed])
    return false
  }
  const grace = config.features.op?.grace ?? 0
  if (grace > 0) await pause(grace)
  const again = await provider.token('a used refresh token', refreshOf(first))
  expect('a used refresh token', again, [grantRejected('invalid_grant')], [refreshed, again])
  const successor = await provider.token('its successor afterwards', refreshOf(second))
  expect('its successor afterwards', successor, [grantRejected('invalid_grant')], [again, successor])
  return true
}

async function spendInParallel({ config, expect }: RunContext, provider: Provider): Promise<void> {
  const vector = 'uses at the same time'
  const token = await newToken(provider, vector)
  if (token === undefined) return
  const uses = await Promise.all(Array.from({ length: parallel }, () => provider.token(vector, refreshOf(token))))
  const living: Observed[] = []
  for (const successor of new Set(uses.flatMap((use) => tokensOf(use).refresh ?? []))) {
    const used = await provider.token('a successor of these', refreshOf(successor))
    if (tokensOf(used).access !== undefined) living.push(used)
  }
  const grace = config.features.op?.grace ?? 0
  expect(vector, { uses, living, grace }, [oneLineage()], [...uses, ...living])
}

async function byAnother({ expect }: RunContext, provider: Provider): Promise<void> {
  const { other } = provider
  const token = other && (await newToken(provider, 'by another client'))
  if (!other || token === undefined) return
  const observed = await provider.token('by another client', refreshOf(token), { client: other })
  expect('by another client', observed, [grantRejected('invalid_grant')], [observed])
}

async function widen({ expect }: RunContext, provider: Provider): Promise<void> {
  const vector = 'a wider scope'
  const token = await newToken(provider, vector)
  if (token === undefined) return
  const granted = provider.scope.split(' ')
  const { scopes_supported: supported } = provider.metadata
  const known = Array.isArray(supported) ? supported.filter((one) => typeof one === 'string') : []
  const wider = known.find((one) => !granted.includes(one)) ?? 'conformance'
  const observed = await provider.token(vector, { ...refreshOf(token), scope: `${provider.scope} ${wider}` })
  expect(vector, { observed, wider }, [notWidened], [observed])
}

async function narrow({ expect }: RunContext, provider: Provider): Promise<void> {
  const vector = 'a narrower scope'
  const full = provider.scope.split(' ')
  const first = full.length > 1 ? await provider.obtainTokens(vector) : undefined
  if (first?.refresh === undefined) return
  // What was not granted in the first place cannot be missed later.
  const granted = scopeOf(first.answer) ?? full
  const less = granted.filter((one) => one === 'openid' || one === 'offline_access')
  const narrowed = await provider.token(vector, {
    ...refreshOf(first.refresh),
    scope: (less.length > 0 ? less : granted.slice(0, 1)).join(' '),
  })
  if (tokensOf(narrowed).access === undefined) return
  const next = tokensOf(narrowed).refresh ?? first.refresh
  const again = await provider.token('the whole scope again', { ...refreshOf(next), scope: granted.join(' ') })
  expect('the whole scope again', again, [notNarrowed(granted)], [narrowed, again])
}
