import { apiTop10, asvs, defineCheck, rfc } from '../../harness/define.ts'
import { guessingSlowed, isHeldUp } from '../../harness/expect/index.ts'
import { shuffled } from '../../harness/forge/shuffled.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { endpointsOf } from '../../harness/oauth-client/login-endpoints.ts'
import { type Limit, limitOf, notTried, untilServed } from './limit.ts'

const mostGuesses = 100
const longestMs = 60_000

/** What is guessed: passwords where the target has a login, else its credential. */
interface Guessing {
  guess(turn: number): Attempt
  /** The right one. */
  readonly right: Attempt
  accepts(observed: Observed): boolean
  /** Why it cannot be guessed anyway. */
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

/** Bits of a text that is random in the characters that it uses; more than a text has that is none. */
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
      right: { ...logIn(), retryThrottled },
      accepts: (observed) => tokensOf(observed).access !== undefined,
      harmless: undefined,
    }
  }
  const { credential } = config
  const token = credential.kind === 'static' ? credential.value : ''
  const unguessable =
    credential.kind === 'jwt'
      ? 'its tokens are signed'
      : bitsAtMost(token) >= 128
        ? 'the token has 128 bits'
        : undefined
  const declared = countsFailures && burst * 1.2 < mostGuesses
  return {
    guess: (turn) => ({ token: token === '' ? `e30.e30.guess${turn}` : shuffled(token), retryThrottled }),
    right: { retryThrottled },
    accepts: ({ accepted }) => accepted,
    harmless: declared ? undefined : unguessable,
  }
}

export const guessingChecks: readonly Check[] = [
  defineCheck({
    id: 'rate/failed-auth-throttled',
    title: 'slows down whoever guesses passwords or keys',
    level: 'security',
    severity: 'medium',
    spec: [asvs('6.3.1'), rfc(6749, '2.3.1'), rfc(6749, '10.10'), apiTop10(2)],
    needs: ['limit'],
    fix: 'Count failed attempts by account and by address before anything is verified, and answer 429 or wait longer each time.',
    knownIncidents: 'Limiters that sit behind authentication, so that only those who got in are counted.',
    sends: `Wrong passwords to the login where one is declared, else wrong credentials; one after the other, until one is throttled, ${mostGuesses} at most, for a minute at most. Then the right one. It may lock the declared user out for a while.`,
    passes: `${guessingSlowed().text}; for tokens of 128 bits or more it is only noted`,
    exclusive: true,
    skipIf: notTried,
    async run(context) {
      const { config, send, expect } = context
      const limit = limitOf(config)
      const { guess, right, accepts, harmless } = guessingOf(config, limit)
      try {
        const until = Date.now() + longestMs
        const answers: Observed[] = []
        while (answers.length < mostGuesses && Date.now() < until && !answers.some(isHeldUp)) {
          answers.push(await send('guesses', guess(answers.length)))
        }
        const after = await send('the right one afterwards', right)
        const evidence = [...answers.slice(-1), after]
        expect('guesses', { answers, harmless, locked: !accepts(after) }, [guessingSlowed()], evidence)
      } finally {
        await untilServed(context, limit, right, accepts)
      }
    },
  }),
]
