import { defineCheck } from '../../harness/define.ts'
import { documentOf, success } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import type { CheckId } from '../../harness/model/finding.ts'
import { bodyIs, documentedStatus } from './answer.ts'
import { promise, promisedBy } from './promise.ts'

export const missionControl = (section: string) => promisedBy('Mission Control, Authentication', section)

export const mePath = '/api/v1/users/me'
const bootstrapPath = '/api/v1/auth/bootstrap'

export const bootstrap = { method: 'POST', path: bootstrapPath, body: '' } as const

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The two pages of the document show two bodies; either is correct. */
const saysNotAuthenticated = (): Expectation =>
  bodyIs('must say "Not authenticated", as one of the two documented bodies', ({ detail, code, retryable }) => {
    if (detail === 'Not authenticated') return true
    const inner = isRecord(detail) && detail.code === 'unauthorized' && detail.message === 'Not authenticated'
    return inner && code === 'unauthorized' && retryable === false
  })

const textOrNull = (value: unknown): boolean => value === null || typeof value === 'string'

const isUser = (): Expectation =>
  bodyIs('must answer the documented members of a user', (user) => {
    const texts = [user.id, user.clerk_user_id, user.email, user.name].every(textOrNull)
    const own = [user.preferred_name, user.pronouns, user.timezone, user.notes, user.context].every(textOrNull)
    return typeof user.id === 'string' && texts && own && typeof user.is_super_admin === 'boolean'
  })

/** The promises of both modes; their ids begin with the id of the system. */
export const commonPromises = (system: string): readonly Check[] => [
  defineCheck({
    ...promise,
    id: `${system}/unauthorized` as CheckId,
    title: 'must answer 401 and "Not authenticated" to a missing and to an unknown token',
    spec: [missionControl('401 Unauthorized')],
    needs: ['credential'],
    fix: 'Answer 401 with one of the two bodies of the document.',
    vectors: {
      'no token': { authorization: [] },
      'an unknown token': { token: '{unknownToken}' },
      'no token at bootstrap': { ...bootstrap, authorization: [] },
      'an unknown token at bootstrap': { ...bootstrap, token: '{unknownToken}' },
    },
    expect: [documentedStatus(401), saysNotAuthenticated()],
  }),
  defineCheck({
    ...promise,
    id: `${system}/prefix-required` as CheckId,
    title: 'must answer 401 to a token without the scheme Bearer',
    spec: [missionControl('Malformed Authorization Header')],
    needs: ['credential'],
    fix: 'Take the token from "Authorization: Bearer <token>" only.',
    vectors: { 'the token alone': { authorization: ['{token}'] } },
    expect: [documentedStatus(401)],
  }),
  defineCheck({
    ...promise,
    id: `${system}/bootstrap` as CheckId,
    title: 'must answer POST /api/v1/auth/bootstrap with the user',
    spec: [missionControl('Bootstrap Endpoint')],
    needs: ['credential'],
    fix: 'Answer the members of the document: id, clerk_user_id, email, name, preferred_name, pronouns, timezone, notes, context, is_super_admin.',
    vectors: { 'the valid token': bootstrap },
    expect: [success(), isUser()],
  }),
]

/** All answers name one user. */
export const sameUser = (text: string): Expectation<Readonly<Record<string, Parameters<typeof documentOf>[0]>>> => ({
  text,
  judge: (observed) => {
    const ids = new Set(Object.values(observed).map((one) => documentOf(one)?.id))
    return ids.size === 1 && !ids.has(undefined)
      ? { kind: 'met' }
      : { kind: 'broken', received: `${ids.size} values of id, or none` }
  },
})
