import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { advisory, guessingLimited, tokensIssued, withSeverity } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import type { InFlow, Step } from '../../harness/model/flow.ts'
import type { TokenRequestOptions } from '../../harness/model/steps/oauth.ts'
import { bitsAtMost } from '../rate/guessing.ts'
import { basicChallenge, grantRejected } from './expect/token.ts'
import { discover, flowPerRow, needsClient, obtainCode, onlyWithOtherClient, signIn } from './steps.ts'

const wrongSecrets: Readonly<Record<string, string>> = {
  'another last character': '{op.client.secret|last-changed}',
  'a character more': '{op.client.secret}A',
  'its first half': '{op.client.secret|first-half}',
  'its letters in the other case': '{op.client.secret|swapped-case}',
}

const withSecret = (secret: string | null, ...more: readonly Expectation[]): Step => ({
  do: 'exchange',
  code: 'grant',
  client: { secret },
  expect: [grantRejected('invalid_client'), ...more],
})

const inBody = (client_secret: string) => ({ client_id: '{op.client.id}', client_secret })
const wrong = '{op.client.secret|last-changed}'
const correct = '{op.client.secret}'

const misplaced = grantRejected('invalid_request', 'invalid_client')

/** One of the two is right, so that nobody is let in who should not be (RFC 6749 §2.3, §5.2). */
const twice = withSeverity('low', misplaced)

const byBothMethods: Readonly<Record<string, TokenRequestOptions>> = {
  'by both methods': { authorization: ['{basic.correct}'], with: inBody(correct) },
  'by both methods, wrong in the body': { authorization: ['{basic.correct}'], with: inBody(wrong) },
  'by both methods, wrong in Authorization': { authorization: ['{basic.wrong}'], with: inBody(correct) },
}

/** URLs are kept in logs and histories. */
const inQuery: Readonly<Record<string, TokenRequestOptions>> = {
  'in the query': { authorization: [], query: inBody(correct) },
  'in the query, the client in the body': {
    authorization: [],
    with: { client_id: '{op.client.id}' },
    query: { client_secret: correct },
  },
}

const guesses = 'the guesses'
const afterGuesses = 'the right secret afterwards'

/** Guesses of the secret are slowed down; those of a secret with 128 bits are harmless. */
const slowsGuesses: Expectation<InFlow> = {
  text: guessingLimited().text,
  judge: ({ value, answersOf }) => {
    const secret = String(value('op.client.secret') ?? '')
    return guessingLimited().judge({
      answers: answersOf(guesses),
      harmless: bitsAtMost(secret) >= 128 ? 'the secret has 128 bits' : undefined,
      locked: value(`${afterGuesses}.access_token`) === undefined,
    })
  },
}

const guessing: readonly Step[] = [
  obtainCode,
  {
    do: 'token',
    as: guesses,
    with: { grant_type: 'authorization_code', code: 'guess' },
    client: { secret: '{op.client.secret}-{each}' },
    retryThrottled: false,
    repeat: { times: 100, within: 30_000, until: 'throttled' },
  },
  { do: 'exchange', as: afterGuesses, code: 'grant', retryThrottled: false },
  { do: 'judge', expect: [advisory(slowsGuesses)], evidence: [guesses, afterGuesses] },
]

const basicOnly = { equal: { 'op.client.auth': 'basic' } } as const

export const clientAuthenticationChecks: readonly Check[] = [
  defineCheck({
    id: 'op/client-authentication',
    title: 'must issue tokens to a confidential client only for its secret, sent in one way',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(6749, '2.3.1'), rfc(6749, '3.2.1'), rfc(6749, '5.2'), asvs('10.4.10')],
    needs: ['op'],
    fix: 'Compare the whole secret in constant time. Form-decode both parts of Basic. Read credentials from Authorization or the body, never from the query, and reject a request that has both. Count failures by client.',
    knownIncidents: 'oauth2-mock-server answers 200 to a wrong client_secret (measured).',
    // Guesses may lock the client for a while.
    exclusive: true,
    skipIf: (config) =>
      needsClient(config) ??
      (config.features.op?.client?.secret === undefined
        ? "the client has no secret; in op: client: { id: 'app', secret: { env: 'CLIENT_SECRET' } }"
        : undefined),
    before: [
      discover,
      { ...obtainCode, if: basicOnly } as Step,
      {
        do: 'exchange',
        as: 'the right secret, form-encoded',
        if: basicOnly,
        code: 'grant',
        authorization: ['{basic.encoded}'],
        expect: [withSeverity('medium', tokensIssued('access_token'))],
      },
      signIn('the right secret'),
    ],
    flows: {
      ...flowPerRow(wrongSecrets, (secret) => [obtainCode, withSecret(secret, basicChallenge)]),
      'the secret of another client': [
        onlyWithOtherClient,
        obtainCode,
        withSecret('{op.otherClient.secret}', basicChallenge),
      ],
      'no secret': [obtainCode, withSecret(null)],
      // As malformed as it is wrong.
      'an empty secret': [
        obtainCode,
        {
          do: 'exchange',
          code: 'grant',
          client: { secret: '' },
          expect: [grantRejected('invalid_client', 'invalid_request')],
        },
      ],
      ...flowPerRow(byBothMethods, (request) => [
        obtainCode,
        { do: 'exchange', code: 'grant', ...request, expect: [twice] },
      ]),
      ...flowPerRow(inQuery, (request) => [
        obtainCode,
        { do: 'exchange', code: 'grant', ...request, expect: [withSeverity('medium', misplaced)] },
      ]),
      guesses: guessing,
    },
  }),
]
