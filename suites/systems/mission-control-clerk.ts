import { randomUUID } from 'node:crypto'
import { defineCheck, defineSuite } from '../../harness/define.ts'
import { documentOf } from '../../harness/expect/index.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'
import { defineSystem } from '../../harness/model/system.ts'
import { bodyIs, documentedStatus } from './answer.ts'
import { bootstrap, commonPromises, mePath, missionControl } from './mission-control.ts'
import { promise, statusOnly } from './promise.ts'

const id = 'mission-control-clerk'

/** At least one of the answers is a success. */
const oneServed = (text: string): Expectation<Readonly<Record<string, Observed>>> => ({
  text,
  judge: (observed) =>
    Object.values(observed).some(({ accepted }) => accepted)
      ? { kind: 'met' }
      : { kind: 'broken', received: 'a refusal of each', severity: 'low' },
})

const twoUsers = (): Expectation<Readonly<Record<string, Observed>>> => ({
  text: 'answers the same user for the same sub, and another for another',
  judge: ({ 'a new sub': first, 'the same sub again': again, 'another sub': other }) => {
    const [one, same, two] = [first, again, other].map((observed) => observed && documentOf(observed)?.id)
    return one !== undefined && one === same && two !== undefined && one !== two
      ? { kind: 'met' }
      : { kind: 'broken', received: 'ids that do not follow sub' }
  },
})

export const missionControlClerk = defineSystem({
  id,
  about:
    'Mission Control with AUTH_MODE=clerk: session tokens of Clerk, here of the mock issuer (CLERK_API_URL={issuer})',
  path: mePath,
  settings: () => ({
    // A session token of Clerk has no audience, and its libraries refuse one that nobody configured.
    audience: false,
    algorithms: ['RS256'],
    // Its libraries take every key for an RSA key.
    issuerKeys: ['RS256'],
    // It fetches the keys from the backend API of Clerk.
    issuerDialects: ['clerk'],
    subject: 'user_2conformance',
    claim: { email: 'alex@example.com', name: 'Alex Chen', sid: 'sess_2conformance' },
    launch: { mode: { name: 'AUTH_MODE', value: 'clerk' } },
  }),
  doesNotPromise: {
    'challenge/www-authenticate-present': statusOnly,
    'claims/exp-required': 'the document names expired tokens, and none without an expiry',
    'claims/iss-wrong-rejected': 'the document names the public keys of Clerk, and no issuer',
    'claims/iss-near-miss': 'the document names the public keys of Clerk, and no issuer',
  },
  suite: defineSuite({
    id,
    title: 'Mission Control, Clerk',
    about: 'What the pages on authentication promise of JWTs of Clerk.',
    checks: [
      ...commonPromises(id),
      defineCheck({
        ...promise,
        severity: 'high',
        id: `${id}/token-validated`,
        title: 'answers 401 to a token that is expired, or not signed by a public key of Clerk',
        spec: [missionControl('Clerk Mode')],
        needs: ['issuer'],
        fix: 'Verify each session token by the keys of Clerk, its time included.',
        vectors: ({ unknownToken }) => ({
          'an hour after its expiry': { jwt: { claims: { exp: '-1h' } } },
          'a signature of nobody': { token: unknownToken },
        }),
        expect: [documentedStatus(401)],
      }),
      defineCheck({
        ...promise,
        id: `${id}/clock-skew`,
        title: 'tolerates a little clock skew',
        spec: [missionControl('Authentication Flow')],
        needs: ['issuer'],
        fix: 'Allow a few seconds between the clocks.',
        vectors: {
          'two seconds after its expiry': { jwt: { claims: { exp: '-2s' } } },
          'two seconds before it is valid': { jwt: { claims: { nbf: '+2s' } } },
        },
        expect: [],
        expectAll: [oneServed('serves at least one of them')],
      }),
      defineCheck({
        ...promise,
        severity: 'high',
        id: `${id}/user-from-claims`,
        title: 'makes the user from sub, e-mail address and name of the token',
        spec: [missionControl('Token Validation')],
        needs: ['issuer'],
        fix: 'Take the user from sub, and make it when it is new; e-mail address and name come from the token, or from Clerk.',
        vectors: () => {
          const person = (sub: string) => ({ sub, email: `${sub}@example.com`, name: `Name of ${sub}` })
          const [one, two] = [`user_2${randomUUID()}`, `user_2${randomUUID()}`]
          const as = (sub: string) => ({
            ...bootstrap,
            jwt: { claims: person(sub) },
            expect: [bodyIs('is the user of sub', ({ clerk_user_id: user }) => user === sub)],
          })
          return { 'a new sub': as(one), 'the same sub again': as(one), 'another sub': as(two) }
        },
        expect: [],
        expectAll: [twoUsers()],
      }),
    ],
  }),
})
