import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import {
  advisory,
  clientChallenged,
  grantRejected,
  guessingLimited,
  isHeldUp,
  tokensIssued,
  weighing,
} from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { basic, type ClientCredentials } from '../../harness/oauth-client/client-authentication.ts'
import { encodeForm, encodeText } from '../../harness/oauth-client/parameters.ts'
import { openProvider, type Provider, type TokenRequest, tokensOf } from '../../harness/oauth-client/provider.ts'
import { bitsAtMost } from '../rate/guessing.ts'

const mostGuesses = 100
const longestMs = 30_000

/** Every byte as `%XX`, which decodes to the same text. */
const overEncoded = (text: string): string =>
  [...Buffer.from(text, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')

const flipped = (secret: string): string => {
  const last = secret.at(-1) ?? ''
  return `${secret.slice(0, -1)}${last === 'A' ? 'B' : 'A'}`
}

type Confidential = ClientCredentials & { readonly secret: string }

/** Secrets that are not the one of the client. */
const wrongSecrets = (
  { secret }: Confidential,
  other: ClientCredentials | undefined,
): Readonly<Record<string, string>> => ({
  'another last character': flipped(secret),
  'a character more': `${secret}A`,
  'its first half': secret.slice(0, Math.ceil(secret.length / 2)),
  'an empty secret': '',
  ...(other?.secret !== undefined && { 'the secret of another client': other.secret }),
})

/** Credentials in the wrong place, or in two. */
const misplaced = ({ id, secret }: Confidential): Readonly<Record<string, Misplaced>> => {
  const right = basic(encodeText(id), encodeText(secret))
  const wrong = basic(encodeText(id), encodeText(flipped(secret)))
  const inBody = (value: string) => ({ client_id: id, client_secret: value })
  return {
    'by both methods': { authorization: [right], body: inBody(secret) },
    'by both methods, wrong in the body': { authorization: [right], body: inBody(flipped(secret)) },
    'by both methods, wrong in Authorization': { authorization: [wrong], body: inBody(secret), critical: true },
    'in the query': { authorization: [], body: {}, query: encodeForm(inBody(secret)) },
    'in the query, the client in the body': {
      authorization: [],
      body: { client_id: id },
      query: encodeForm({ client_secret: secret }),
    },
  }
}

interface Misplaced {
  readonly authorization: readonly string[]
  readonly body: Readonly<Record<string, string>>
  readonly query?: string
  /** Whether it lets somebody in who does not know the secret in that place. */
  readonly critical?: true
}

export const clientAuthenticationChecks: readonly Check[] = [
  defineCheck({
    id: 'op/client-authentication',
    title: 'gives tokens to a confidential client only by its secret, sent in one way',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(6749, '2.3.1'), rfc(6749, '3.2.1'), rfc(6749, '5.2'), asvs('10.4.10')],
    needs: ['op'],
    fix: 'Compare the whole secret, in constant time; form-decode both parts of Basic; take credentials from Authorization or the body, never from the query, and refuse a request that has both. Count failures by client.',
    knownIncidents: 'oauth2-mock-server answers 200 to a wrong client_secret (measured).',
    sends: `A code each, redeemed with Basic in which every character is percent-encoded; with a secret that has another last character, a character more, only its first half, nothing, or that of another client (op.otherClient); without a secret; with credentials in both places, or in the query. Then wrong secrets one after the other until one is throttled, ${mostGuesses} at most. It may lock the client for a while.`,
    passes: `gives out no token but for the right secret; answers invalid_client, with a challenge to Basic; ${guessingLimited().text} (a warning)`,
    exclusive: true,
    skipIf: ({ features: { op } }) =>
      op && op.client.secret === undefined
        ? "the client is a public one; in op: client: { id: 'app', secret: { env: 'CLIENT_SECRET' } }"
        : undefined,
    async run(context) {
      const provider = await openProvider(context)
      if (!provider) return
      const { client } = provider
      if (client.secret === undefined) return
      const confidential = { ...client, secret: client.secret }
      if (client.auth === 'basic') await encoded(context, provider, confidential)
      if (!(await provider.obtainTokens('the right secret'))) return
      await wrong(context, provider, confidential)
      await inWrongPlaces(context, provider, confidential)
      await guess(context, provider, confidential)
    },
  }),
]

/** Redeems a new code by another token request than the right one. */
async function redeem(
  { expect }: RunContext,
  provider: Provider,
  vector: string,
  request: TokenRequest,
  expected: readonly Expectation[],
): Promise<void> {
  const grant = await provider.obtainCode(vector)
  if (!grant) return
  const observed = await provider.token(vector, provider.redemption(grant), request)
  expect(vector, observed, expected, [observed])
}

async function encoded(context: RunContext, provider: Provider, client: Confidential): Promise<void> {
  const vector = 'the right secret, form-encoded'
  const plain = encodeText(client.secret) === client.secret
  // A secret without special characters shows it only when more is encoded than need be.
  const spell = plain ? overEncoded : encodeText
  const authorization = [basic(spell(client.id), spell(client.secret))]
  await redeem(context, provider, vector, { authorization }, [weighing('medium', tokensIssued('access_token'))])
}

async function wrong(context: RunContext, provider: Provider, client: Confidential): Promise<void> {
  for (const [vector, secret] of Object.entries(wrongSecrets(client, provider.other))) {
    const expected = [grantRejected('invalid_client'), ...(client.auth === 'basic' ? [clientChallenged()] : [])]
    await redeem(context, provider, vector, { client: { ...client, secret } }, expected)
  }
  await redeem(context, provider, 'no secret', { client: { ...client, secret: undefined } }, [
    grantRejected('invalid_client'),
  ])
}

async function inWrongPlaces(context: RunContext, provider: Provider, client: Confidential): Promise<void> {
  for (const [vector, { authorization, body, query, critical }] of Object.entries(misplaced(client))) {
    const grant = await provider.obtainCode(vector)
    if (!grant) continue
    const content = {
      type: 'application/x-www-form-urlencoded',
      body: encodeForm({ ...provider.redemption(grant), ...body }),
    }
    const observed = await provider.token(vector, {}, { authorization, content, ...(query !== undefined && { query }) })
    const refusal = grantRejected('invalid_request', 'invalid_client')
    context.expect(vector, observed, [critical ? refusal : weighing('medium', refusal)], [observed])
  }
}

async function guess({ expect }: RunContext, provider: Provider, client: Confidential): Promise<void> {
  const grant = await provider.obtainCode('guesses')
  if (!grant) return
  const until = Date.now() + longestMs
  const answers: Observed[] = []
  while (answers.length < mostGuesses && Date.now() < until && !answers.some(isHeldUp)) {
    const secret = `${client.secret}-${answers.length}`
    const parameters = { grant_type: 'authorization_code', code: 'guess' }
    answers.push(await provider.token('guesses', parameters, { client: { ...client, secret }, retryThrottled: false }))
  }
  const after = await provider.token('the right secret afterwards', provider.redemption(grant), {
    retryThrottled: false,
  })
  const harmless = bitsAtMost(client.secret) >= 128 ? 'the secret has 128 bits' : undefined
  const locked = tokensOf(after).access === undefined
  const judged = { answers, harmless, locked }
  expect('guesses', judged, [advisory(guessingLimited())], [...answers.slice(-1), after])
}
