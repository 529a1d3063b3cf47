import { defineCheck, oidc } from '../../harness/define.ts'
import { describeAnswer, describeOutcome, isAuthorizationCrash } from '../../harness/expect/index.ts'
import type { AuthorizationOutcome } from '../../harness/model/authorization.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import { discover, needsClient } from './steps.ts'

/** Errors that say why nobody could be signed in without a page (OpenID Connect Core §3.1.2.6). */
const reasons = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required']

const noPage: Expectation<AuthorizationOutcome> = {
  text: `must show no page, and answer ${reasons.slice(0, 3).join(', ')} or the like where one would be needed`,
  judge(outcome) {
    const { last, response, sentTo, afterForm } = outcome
    if (isAuthorizationCrash(outcome)) return { kind: 'crash', received: describeAnswer(last) }
    if (afterForm) return { kind: 'broken', received: `a form, and after it ${describeOutcome(outcome)}` }
    const status = last.unmasked?.status ?? 0
    // An error on a page gives the user nothing to do.
    if (sentTo === undefined && status >= 400) return { kind: 'met', note: describeOutcome(outcome) }
    if (sentTo === undefined) return { kind: 'broken', received: describeOutcome(outcome) }
    if (response.has('code')) return { kind: 'met', note: 'a code: this issuer signs in without a page' }
    if (reasons.includes(response.get('error') ?? '')) return { kind: 'met' }
    return { kind: 'broken', received: describeOutcome(outcome), advisory: true }
  },
}

export const promptChecks: readonly Check[] = [
  defineCheck({
    id: 'op/prompt-and-max-age',
    title: 'must sign in without a page, or not at all, where prompt=none asks for it',
    level: 'MUST',
    severity: 'medium',
    spec: [oidc('3.1.2.1', 'AuthRequest'), oidc('3.1.2.3', 'Authenticates'), oidc('3.1.2.6', 'AuthError')],
    needs: ['op'],
    fix: 'Read prompt before a page is shown. With none, and where the user would have to do something, redirect to the client with login_required, consent_required or interaction_required.',
    knownIncidents:
      'Sign-in pages in hidden frames, where clients look every minute whether the user is still signed in.',
    skipIf: (config) =>
      needsClient(config) ??
      (config.features.op?.scope.split(' ').includes('openid') === false ? 'op.scope has no openid' : undefined),
    before: [discover, { do: 'authorize', as: 'a usual request', required: true }],
    flows: {
      'prompt=none without a session': [{ do: 'authorize', with: { prompt: 'none' }, expect: [noPage] }],
    },
  }),
]
