import { defineCheck, defineSuite } from '../../harness/define.ts'
import { documentOf } from '../../harness/expect/index.ts'
import type { Attempt, Expectation, Observed } from '../../harness/model/expectation.ts'
import { defineSystem } from '../../harness/model/system.ts'
import { bodyIs, documentedStatus } from './answer.ts'
import { bootstrap, commonPromises, mePath, missionControl } from './mission-control.ts'
import { promise, statusOnly } from './promise.ts'

const id = 'mission-control-clerk'

/** At least one of the requests is accepted. */
const oneAccepted = (text: string): Expectation<Readonly<Record<string, Observed>>> => ({
  text,
  judge: (observed) =>
    Object.values(observed).some(({ accepted }) => accepted)
      ? { kind: 'met' }
      : { kind: 'broken', received: 'a rejection of each', severity: 'low' },
})

const twoUsers = (): Expectation<Readonly<Record<string, Observed>>> => ({
  text: 'must answer the same user for the same sub, and another user for another sub',
  judge: ({ 'a new sub': first, 'the same sub again': again, 'another sub': other }) => {
    const [one, same, two] = [first, again, other].map((observed) => observed && documentOf(observed)?.id)
    return one !== undefined && one === same && two !== undefined && one !== two
      ? { kind: 'met' }
      : { kind: 'broken', received: 'ids that do not follow sub' }
  },
})

const tokenOf = (sub: string): Attempt => ({
  ...bootstrap,
  jwt: { claims: { sub, email: `${sub}@example.com`, name: `Name of ${sub}` } },
})

const isUserOfSub: Expectation = {
  text: 'must be the user of sub',
  judge: (observed) => {
    const sub = observed.attempt.jwt?.claims?.sub
    return bodyIs(`must be ${sub}`, ({ clerk_user_id: user }) => user === sub).judge(observed)
  },
}

export const missionControlClerk = defineSystem({
  id,
  about:
    'Mission Control with AUTH_MODE=clerk: session tokens of Clerk, here of the mock issuer (CLERK_API_URL={issuer})',
  path: mePath,
  settings: () => ({
    // A session token of Clerk has no audience, and its libraries reject one that is not configured.
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
        title: 'must answer 401 to a token that is expired, or not signed with a key of Clerk',
        spec: [missionControl('Clerk Mode')],
        needs: ['issuer'],
        fix: 'Verify each session token by the keys of Clerk, its time included.',
        vectors: {
          'an hour after its expiry': { jwt: { claims: { exp: '-1h' } } },
          'a random signature': { token: '{unknownToken}' },
        },
        expect: [documentedStatus(401)],
      }),
      defineCheck({
        ...promise,
        id: `${id}/clock-skew`,
        title: 'must tolerate a small clock skew',
        spec: [missionControl('Authentication Flow')],
        needs: ['issuer'],
        fix: 'Allow a few seconds between the clocks.',
        vectors: {
          'two seconds after its expiry': { jwt: { claims: { exp: '-2s' } } },
          'two seconds before it is valid': { jwt: { claims: { nbf: '+2s' } } },
        },
        expect: [],
        expectAll: [oneAccepted('must accept at least one of them')],
      }),
      defineCheck({
        ...promise,
        severity: 'high',
        id: `${id}/user-from-claims`,
        title: 'must create the user from sub, e-mail address and name of the token',
        spec: [missionControl('Token Validation')],
        needs: ['issuer'],
        fix: 'Take the user from sub, and create it when it is new; e-mail address and name come from the token, or from Clerk.',
        vectors: {
          'a new sub': tokenOf('{fresh.one}'),
          'the same sub again': tokenOf('{fresh.one}'),
          'another sub': tokenOf('{fresh.two}'),
        },
        expect: [isUserOfSub],
        expectAll: [twoUsers()],
      }),
    ],
  }),
})
