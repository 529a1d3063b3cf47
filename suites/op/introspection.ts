import { defineCheck, rfc } from '../../harness/define.ts'
import { grantRejected, prerequisite, rule, tokensIssued } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { encodeForm } from '../../harness/oauth-client/parameters.ts'
import { jsonOf, openProvider, type Provider } from '../../harness/oauth-client/provider.ts'

const form = 'application/x-www-form-urlencoded'

const statusOf = ({ exchange }: Observed): number => exchange.response?.status ?? 0

const active: Expectation = rule('calls a good token active', (observed) =>
  jsonOf(observed)?.active === true ? undefined : `${statusOf(observed)} without "active": true`,
)

const onlyInactive: Expectation = rule('answers {"active": false} and nothing else', (observed) => {
  const answer = jsonOf(observed)
  if (statusOf(observed) !== 200 || answer?.active !== false) return `${statusOf(observed)} without "active": false`
  const more = Object.keys(answer).filter((name) => name !== 'active')
  return more.length === 0 ? undefined : `with ${more.join(', ')}`
})

const nothingForStrangers: Expectation = {
  text: 'tells nothing to whoever does not authenticate',
  judge(observed) {
    const status = statusOf(observed)
    if (jsonOf(observed)?.active !== undefined) return { kind: 'broken', received: `${status} with "active"` }
    return status >= 400 && status < 500
      ? { kind: 'met' }
      : { kind: 'broken', received: `status ${status} instead of 401`, advisory: true }
  },
}

const ok: Expectation = rule('answers 200', (observed) =>
  statusOf(observed) === 200 ? undefined : `status ${statusOf(observed)}`,
)

const refresh = (token: string) => ({ grant_type: 'refresh_token', refresh_token: token })

export const introspectionChecks: readonly Check[] = [
  defineCheck({
    id: 'op/introspection-and-revocation',
    title: 'introspects for clients that authenticate, and revokes for the owner of a token only',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(7662, '2.1'), rfc(7662, '2.2'), rfc(7009, '2.1'), rfc(7009, '2.2')],
    needs: ['op'],
    fix: 'Authenticate the client at both endpoints; answer {"active": false} for everything that is not good for it, and 200 to each revocation, whether there was a token or not.',
    knownIncidents: 'Introspection without authentication, by which anybody may try tokens and read what they say.',
    sends:
      'Introspection of a good token with and without authentication, of an unknown and of a revoked one; revocation of an unknown token, of the refresh token by another client (op.otherClient), and by its own with a wrong hint.',
    passes: `${[nothingForStrangers, onlyInactive].map(({ text }) => text).join('; ')}; revokes nothing for another client`,
    skipIf: ({ features: { op } }) =>
      op && op.client.secret === undefined ? 'the client is a public one, which introspects nothing' : undefined,
    async run(context) {
      const provider = await openProvider(context)
      if (!provider) return
      if (!(await provider.obtainTokens('a good token'))) return
      const introspection = provider.pathOf('introspection_endpoint')
      const revocation = provider.pathOf('revocation_endpoint')
      if (introspection !== undefined) await introspect(context, provider, introspection)
      if (revocation !== undefined) await revoke(context, provider, revocation, introspection)
    },
  }),
]

async function introspect({ expect }: RunContext, provider: Provider, path: string): Promise<void> {
  const tokens = await provider.obtainTokens('a good token')
  if (tokens?.access === undefined) return
  const good = await provider.token('a good token', { token: tokens.access }, { path })
  expect('a good token', good, [prerequisite(active)], [good])
  const content = { type: form, body: encodeForm({ token: tokens.access }) }
  const anonymous = await provider.token('without authentication', {}, { path, content, authorization: [] })
  expect('without authentication', anonymous, [nothingForStrangers], [anonymous])
  const unknown = await provider.token('an unknown token', { token: 'conformance-unknown-token' }, { path })
  expect('an unknown token', unknown, [onlyInactive], [unknown])
}

async function revoke(
  { expect }: RunContext,
  provider: Provider,
  path: string,
  introspection: string | undefined,
): Promise<void> {
  const unknown = await provider.token('revoking an unknown token', { token: 'conformance-unknown-token' }, { path })
  expect('revoking an unknown token', unknown, [ok], [unknown])
  const { other } = provider
  const foreign = other && (await provider.obtainTokens('revoking by another client'))
  if (other && foreign?.refresh !== undefined) {
    const out = await provider.token('revoking by another client', { token: foreign.refresh }, { path, client: other })
    const used = await provider.token('a refresh afterwards', refresh(foreign.refresh))
    expect('revoking by another client', used, [tokensIssued('access_token')], [out, used])
  }
  const own = await provider.obtainTokens('revoking with a wrong hint')
  if (own?.refresh === undefined) return
  const hint = { token: own.refresh, token_type_hint: 'access_token' }
  const out = await provider.token('revoking with a wrong hint', hint, { path })
  expect('revoking with a wrong hint', out, [ok], [out])
  const used = await provider.token('a refresh with a revoked token', refresh(own.refresh))
  expect('a refresh with a revoked token', used, [grantRejected('invalid_grant')], [out, used])
  if (introspection === undefined) return
  const gone = await provider.token('a revoked token', { token: own.refresh }, { path: introspection })
  expect('a revoked token', gone, [onlyInactive], [out, gone])
}
