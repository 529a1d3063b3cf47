import { apiTop10, asvs, defineCheck, rfc } from '../../harness/define.ts'
import { guessingLimited, isHeldUp } from '../../harness/expect/index.ts'
import { credentialKind } from '../../harness/forge/jwt-credential.ts'
import { shuffled } from '../../harness/forge/shuffled.ts'
import { type Limit, limitNotTested, limitOf } from '../../harness/limit/limit.ts'
import { untilAccepted } from '../../harness/limit/use-up.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { endpointsOf } from '../../harness/oauth-client/login-endpoints.ts'

const mostGuesses = 100
const longestMs = 60_000

/** The value to guess: a password if the target has a login, else its credential. */
interface Guessing {
  guess(turn: number): Attempt
  /** The correct one. */
  readonly correct: Attempt
  accepts(observed: Observed): boolean
  /** Why it cannot be guessed even without a limit. */
  readonly harmless: string | undefined
}

const classes: readonly (readonly [RegExp, number])[] = [
  [/[0-9]/, 10],
  [/[a-f]/, 6],
  [/[g-z]/, 20],
  [/[A-F]/, 6],
  [/[G-Z]/, 20],
  [/[^0-9A-Za-z]/, 2],
]

/** Bits of entropy if the text is random over the character classes that it uses; an upper bound for any other text. */
export function bitsAtMost(text: string): number {
  const alphabet = classes.reduce((sum, [pattern, size]) => sum + (pattern.test(text) ? size : 0), 0)
  return text.length * Math.log2(Math.max(alphabet, 1))
}

function guessingOf(config: TargetConfig, { countsFailures, burst }: Limit): Guessing {
  const retryThrottled = false
  if (config.features.login) {
    const { logIn, password, tokensOf } = endpointsOf(config)
    return {
      guess: (turn) => ({ ...logIn({ password: `${password}-${turn}` }), retryThrottled }),
      correct: { ...logIn(), retryThrottled },
      accepts: (observed) => tokensOf(observed).access !== undefined,
      harmless: undefined,
    }
  }
  const { credential } = config
  const token = credential.kind === 'static' ? credential.value : ''
  const unguessable =
    credentialKind(config) === 'jwt'
      ? 'its tokens are signed'
      : bitsAtMost(token) >= 128
        ? 'the token has 128 bits'
        : undefined
  const declared = countsFailures && burst * 1.2 < mostGuesses
  return {
    guess: (turn) => ({ token: token === '' ? `e30.e30.guess${turn}` : shuffled(token), retryThrottled }),
    correct: { retryThrottled },
    accepts: ({ accepted }) => accepted,
    harmless: declared ? undefined : unguessable,
  }
}

export const guessingChecks: readonly Check[] = [
  defineCheck({
    id: 'rate/failed-auth-throttled',
    title: 'must limit clients that guess passwords or keys',
    level: 'security',
    severity: 'medium',
    spec: [asvs('6.3.1'), rfc(6749, '2.3.1'), rfc(6749, '10.10'), apiTop10(2)],
    needs: ['limit', 'bursts'],
    fix: 'Count failed attempts by account and by address before verifying, and answer 429 or delay each answer longer.',
    knownIncidents: 'Limiters behind authentication, so that only authenticated requests are counted.',
    sends: `Wrong passwords to the login if one is declared, else invalid credentials, one after the other until one is throttled; at most ${mostGuesses}, for at most a minute. Then the correct one. It may lock out the declared user for a while.`,
    passes: `${guessingLimited().text}; only noted for tokens of 128 bits or more`,
    exclusive: true,
    skipIf: limitNotTested,
    because: 'What is guessed, and how its success shows, depends on whether the target has a login.',
    async run(context) {
      const { config, send, expect } = context
      const limit = limitOf(config)
      const { guess, correct, accepts, harmless } = guessingOf(config, limit)
      try {
        const until = Date.now() + longestMs
        const answers: Observed[] = []
        while (answers.length < mostGuesses && Date.now() < until && !answers.some(isHeldUp)) {
          answers.push(await send('guesses', guess(answers.length)))
        }
        const after = await send('the correct one afterwards', correct)
        const evidence = [...answers.slice(-1), after]
        expect('guesses', { answers, harmless, locked: !accepts(after) }, [guessingLimited()], evidence)
      } finally {
        await untilAccepted(context, limit, correct, accepts)
      }
    },
  }),
]
