import { asvs, defineCheck, mcp, oauth21, rfc } from '../../harness/define.ts'
import {
  accepted,
  eitherNoted,
  noTokenIssued,
  oneLineage,
  tokensIssued,
  unlessOauth,
} from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { type Endpoints, endpointsOf } from '../../harness/oauth-client/login-endpoints.ts'

/** Uses of one refresh token at the same time. */
const parallel = 8

const refreshMissing = (endpoints: Endpoints): Readonly<Record<string, Attempt>> => ({
  'no refresh token': endpoints.refresh(undefined),
  'an empty refresh token': endpoints.refresh(''),
  ...(endpoints.format === 'json' && { 'null as the refresh token': endpoints.refresh(null) }),
})

export const rotationChecks: readonly Check[] = [
  defineCheck({
    id: 'refresh/refresh-works',
    title: 'gives a new access token that works for a refresh token',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(6749, '6'), rfc(6749, '5.2')],
    needs: ['login'],
    fix: 'Issue the access token of a refresh exactly as that of a login: same audience, same subject, a new expiry.',
    knownIncidents:
      'Refreshed tokens without the audience or the claims of the first ones, so that clients were signed out after an hour.',
    sends: 'A login, a refresh with its refresh token, both access tokens; then refreshes without a token.',
    passes: 'serves the new access token; the old one may end at once or live on; gives nothing for a missing one',
    exclusive: true,
    async run({ config, send, expect }) {
      const endpoints = endpointsOf(config)
      const login = await send('login', endpoints.logIn())
      const first = endpoints.tokensOf(login)
      expect('login', login, [tokensIssued(endpoints.names.access, endpoints.names.refresh)], [login])
      if (first.refresh === undefined) return
      const refreshed = await send('refresh', endpoints.refresh(first.refresh))
      expect('refresh', refreshed, [tokensIssued(endpoints.names.access)], [refreshed])
      const second = endpoints.tokensOf(refreshed)
      if (second.access !== undefined) {
        const used = await send('the new access token', { token: second.access })
        expect('the new access token', used, [accepted()], [refreshed, used])
      }
      if (first.access !== undefined) {
        const old = await send('the old access token', { token: first.access })
        expect('the old access token', old, [eitherNoted('the old access token lives on')], [old])
      }
      for (const [vector, attempt] of Object.entries(refreshMissing(endpoints))) {
        const observed = await send(vector, attempt)
        expect(vector, observed, [noTokenIssued()], [observed])
      }
    },
  }),
  defineCheck({
    id: 'refresh/reuse-detected',
    title: 'takes a refresh token once, and ends the session when it comes back',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9700, '2.2.2'), rfc(9700, '4.14.2'), oauth21('4.3.1'), asvs('10.4.5'), mcp('2025-06-18', 'Token Theft')],
    needs: ['login'],
    fix: 'Mark a refresh token as used in the same atomic step that looks it up; when a used one comes back, end every token that followed from the same login. Declare login.grace if clients may repeat a lost refresh, or login.rotates: false.',
    knownIncidents:
      'Deny-lists that hold the used token but not what was issued for it; a look-up and a mark in two steps, so that parallel refreshes all succeed; servers that never rotate.',
    sends: `A login and a refresh; the first refresh token again, after the grace period that is declared; then the second one. After another login, ${parallel} refreshes with one token at the same time, and one with each token that came of them.`,
    passes:
      'gives nothing for the used token, and (a warning for applications) nothing for its successor afterwards; of parallel uses at most one lives on',
    exclusive: true,
    skipIf: ({ features: { login } }) =>
      login && !login.rotates && login.client?.secret !== undefined
        ? 'refresh tokens of a confidential client need not rotate (RFC 9700 §4.14.2)'
        : undefined,
    async run(context) {
      const endpoints = endpointsOf(context.config)
      const rotated = await replay(context, endpoints)
      if (rotated) await spendInParallel(context, endpoints)
    },
  }),
]

/** Whether the target rotates at all. */
async function replay({ send, expect, pause }: RunContext, endpoints: Endpoints): Promise<boolean> {
  const refresh = (vector: string, token: string) => send(vector, endpoints.refresh(token))
  const { names, tokensOf, grace, rules } = endpoints
  const login = await send('login', endpoints.logIn())
  const first = tokensOf(login).refresh
  if (first === undefined) return false
  const refreshed = await refresh('first use', first)
  const second = tokensOf(refreshed).refresh
  if (second === undefined || second === first) {
    // Only a target that declares it may leave out rotation, and a public OAuth client must not rely on such a one.
    const expected = endpoints.rotates ? tokensIssued(names.refresh) : unlessOauth(rules, tokensIssued(names.refresh))
    const anew = second === first ? { ...refreshed, captured: {} } : refreshed
    expect('a new refresh token for the old one', anew, [expected], [refreshed])
    return false
  }
  let again = await refresh('second use', first)
  if (grace > 0 && tokensOf(again).refresh !== undefined) {
    await pause(grace)
    again = await refresh('second use after the grace period', first)
  }
  expect('used again', again, [noTokenIssued()], [refreshed, again])
  const successor = await refresh('successor of a token used again', second)
  expect('its successor afterwards', successor, [unlessOauth(rules, noTokenIssued())], [again, successor])
  return true
}

/** How many of parallel uses of one token lead anywhere. */
async function spendInParallel({ send, expect }: RunContext, endpoints: Endpoints): Promise<void> {
  const { tokensOf, grace } = endpoints
  const { refresh: token } = tokensOf(await send('another login', endpoints.logIn()))
  if (token === undefined) return
  const uses = await Promise.all(
    Array.from({ length: parallel }, () => send('used in parallel', endpoints.refresh(token))),
  )
  const given = new Set(uses.flatMap((use) => tokensOf(use).refresh ?? []))
  const living: Observed[] = []
  for (const successor of given) {
    const used = await send('successor of a parallel use', endpoints.refresh(successor))
    if (tokensOf(used).access !== undefined) living.push(used)
  }
  expect('used in parallel', { uses, living, grace }, [oneLineage()], [...uses, ...living])
}
