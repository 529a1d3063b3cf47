import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { advisory, grantRejected, redeemedOnce, rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { type Grant, openProvider, type Provider, tokensOf } from '../../harness/oauth-client/provider.ts'

/** Uses of one code at the same time. */
const parallel = 8

/** Lifetimes that are waited out. */
const waitedMs = 60_000
/** Whole seconds, and a little for the way. */
const slackMs = 1100

/** Another character of the same alphabet, where every bit counts. */
const altered = (code: string): string => {
  const at = Math.floor(code.length / 2)
  return `${code.slice(0, at)}${code[at] === 'A' ? 'B' : 'A'}${code.slice(at + 1)}`
}

export const codeChecks: readonly Check[] = [
  defineCheck({
    id: 'op/code-single-use',
    title: 'takes a code once, from its client, for a short time',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(6749, '4.1.2'), rfc(6749, '4.1.3'), rfc(6749, '10.5'), asvs('10.4.2'), asvs('10.4.3')],
    needs: ['op'],
    fix: 'Take the code out of the store in the same atomic step that looks it up; compare client, redirect URI and expiry with what it was issued for; when it comes back, revoke the tokens that it was given. Declare op.retry if clients may repeat a lost request.',
    knownIncidents:
      'A look-up and a deletion in two steps, so that parallel redemptions all succeed; codes that any client may redeem.',
    sends: `A code redeemed twice, then what its tokens are worth; a code redeemed ${parallel} times at once; codes by another client (op.otherClient), with another redirect URI, cut short, altered, and after the lifetime that is declared (op.codeLifetime).`,
    passes:
      'gives tokens once, invalid_grant for all others; after the second use (a warning) the tokens of the first are worth nothing',
    async run(context) {
      const provider = await openProvider(context)
      if (!provider) return
      if (!(await redeemTwice(context, provider))) return
      await redeemInParallel(context, provider)
      await redeemWrongly(context, provider)
      await redeemLate(context, provider)
    },
  }),
]

/** Whether a code is given tokens at all. */
async function redeemTwice({ config, send, expect, pause }: RunContext, provider: Provider): Promise<boolean> {
  const first = await provider.obtainTokens('a first use')
  if (!first) return false
  const own = config.credential.kind === 'static'
  const before = own && first.access ? await send('its access token', { token: first.access }) : undefined
  const retry = config.features.op?.retry ?? 0
  if (retry > 0) await pause(retry)
  const second = await provider.token('a second use', provider.redemption(first))
  expect('a second use', second, [grantRejected('invalid_grant')], [first.answer, second])
  if (before?.accepted && first.access) {
    const after = await send('its access token after a second use', { token: first.access })
    expect('its access token after a second use', after, [advisory(rejected())], [second, after])
  }
  if (first.refresh !== undefined) {
    const after = await provider.token('its refresh token after a second use', {
      grant_type: 'refresh_token',
      refresh_token: first.refresh,
    })
    expect('its refresh token after a second use', after, [advisory(grantRejected('invalid_grant'))], [second, after])
  }
  return true
}

async function redeemInParallel({ config, expect }: RunContext, provider: Provider): Promise<void> {
  const grant = await provider.obtainCode('uses at the same time')
  if (!grant) return
  const redeem = () => provider.token('uses at the same time', provider.redemption(grant))
  const uses = await Promise.all(Array.from({ length: parallel }, redeem))
  expect('uses at the same time', { uses, retry: config.features.op?.retry ?? 0 }, [redeemedOnce()], uses)
}

async function redeemWrongly({ expect }: RunContext, provider: Provider): Promise<void> {
  const { other, redirectUri, redemption } = provider
  const attempts: Readonly<Record<string, (grant: Grant) => ReturnType<Provider['token']>>> = {
    ...(other && {
      'by another client': (grant) => provider.token('by another client', redemption(grant), { client: other }),
    }),
    'with another redirect URI': (grant) =>
      provider.token('with another redirect URI', { ...redemption(grant), redirect_uri: `${redirectUri}/other` }),
    'cut short': (grant) =>
      provider.token('cut short', {
        ...redemption(grant),
        code: grant.code.slice(0, Math.ceil(grant.code.length / 2)),
      }),
    'one character altered': (grant) =>
      provider.token('one character altered', { ...redemption(grant), code: altered(grant.code) }),
  }
  for (const [vector, redeem] of Object.entries(attempts)) {
    const grant = await provider.obtainCode(vector)
    if (!grant) continue
    const observed = await redeem(grant)
    expect(vector, observed, [grantRejected('invalid_grant')], [observed])
  }
}

async function redeemLate({ config, expect, pause }: RunContext, provider: Provider): Promise<void> {
  const lifetime = config.features.op?.codeLifetime
  if (lifetime === undefined || lifetime > waitedMs) return
  const grant = await provider.obtainCode('after its lifetime')
  if (!grant) return
  await pause(lifetime + slackMs)
  const late = await provider.token('after its lifetime', provider.redemption(grant))
  const given = Object.values(tokensOf(late)).some((token) => token !== undefined)
  expect('after its lifetime', late, [grantRejected('invalid_grant')], given ? [...grant.answers, late] : [late])
}
