import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeTargetConfig, staticCredential, type TargetConfigInput } from '../../harness/config/target-config.ts'
import type { Judgement } from '../../harness/model/expectation.ts'
import type { ExportedToken } from '../../harness/model/features.ts'
import { answered } from '../../harness/test/answered.ts'
import { rejectedAs, rejectedForItsScope } from './expect.ts'
import { inWords } from './reading.ts'

const now = Math.floor(Date.now() / 1000)
const day = 86_400

const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url')
const jwt = (claims: object, header: object = { alg: 'RS256' }) => `${part(header)}.${part(claims)}.c2lnbmF0dXJl`

const usual = { iss: 'https://a.example', aud: 'api', sub: 'ada', iat: now, exp: now + day, scope: 'read write' }
const held = jwt(usual)

interface Judged {
  readonly token?: string
  readonly accepted?: boolean
  readonly status?: number
  readonly config?: Partial<TargetConfigInput>
}

const configWith = (more: Partial<TargetConfigInput> = {}) =>
  completeTargetConfig({ target: 'http://127.0.0.1/me', credential: staticCredential(held, 'API_TOKEN'), ...more })

const answer = ({ token = held, accepted = false, status = accepted ? 200 : 401, config }: Judged) =>
  answered(status, [], { attempt: { token }, accepted, config: configWith(config) })

const judge = (name: Exclude<ExportedToken, 'lowScope'>, judged: Judged): Judgement =>
  rejectedAs(name).judge(answer(judged))

const reasonOf = (judgement: Judgement): string => (judgement.kind === 'unclear' ? judgement.reason : judgement.kind)

const flawed = {
  expired: jwt({ ...usual, exp: now - 3 * day - 60 }),
  notYetValid: jwt({ ...usual, nbf: now + 7300 }),
  otherAudience: jwt({ ...usual, aud: ['mail', 'files'] }),
  otherIssuer: jwt({ ...usual, iss: 'https://b.example' }),
  otherTenant: jwt({ ...usual, tid: 'second' }),
  idToken: jwt({ ...usual, aud: 'client', scope: undefined, nonce: 'n' }),
  revoked: jwt({ ...usual, jti: 'revoked' }),
}
const names = Object.keys(flawed) as (keyof typeof flawed)[]

describe('a token that has the flaw it was exported for', () => {
  it.each(names)('%s: fails when accepted, passes when rejected, and its value is never told', (name) => {
    const token = flawed[name]
    const accepted = judge(name, { token, accepted: true })
    expect(accepted.kind).toBe('broken')
    expect(judge(name, { token }).kind).toBe('met')
    expect(judge(name, { token, status: 500 }).kind).toBe('crash')
    for (const text of token.split('.')) expect(JSON.stringify(accepted)).not.toContain(text)
  })

  it('tells the facts of the token', () => {
    const received = (name: keyof typeof flawed) => {
      const judgement = judge(name, { token: flawed[name], accepted: true })
      return judgement.kind === 'broken' ? judgement.received : ''
    }
    expect(received('expired')).toBe('200 with the protected content, though it expired 3 days ago')
    expect(received('notYetValid')).toMatch(/though it is valid in 2 hours$/)
    expect(received('otherAudience')).toMatch(/though its aud is "mail", "files"$/)
    expect(received('otherIssuer')).toMatch(/though its iss is "https:\/\/b\.example"$/)
    expect(received('otherTenant')).toMatch(/though its tenant is tid "second"$/)
    expect(received('idToken')).toMatch(/though it is an ID token for "client"$/)
  })

  it('warns only, where the server cannot know', () => {
    const advisory = { kind: 'broken', advisory: true }
    expect(judge('revoked', { token: flawed.revoked, accepted: true })).toMatchObject(advisory)
    expect(judge('revoked', { token: 'opaque', accepted: true })).toMatchObject(advisory)
    const declared = { features: { tokens: { checksRevocation: true } } }
    expect(judge('revoked', { token: flawed.revoked, accepted: true, config: declared })).not.toMatchObject(advisory)
    const sameAudience = jwt({ ...usual, scope: undefined })
    expect(judge('idToken', { token: sameAudience, accepted: true })).toMatchObject(advisory)
  })
})

describe('a token that is not what it was exported for', () => {
  it.each<[Exclude<ExportedToken, 'lowScope'>, string, RegExp]>([
    ['expired', jwt({ ...usual, jti: '2' }), /it expires in 1 day|it expires in 23 hours/],
    ['expired', jwt({ ...usual, exp: undefined }), /no exp/],
    ['expired', jwt({ ...usual, exp: now - 60 }), /may allow five minutes/],
    ['notYetValid', jwt({ ...usual, jti: '2' }), /no nbf/],
    ['notYetValid', jwt({ ...usual, nbf: now - 60 }), /nbf is past/],
    ['otherAudience', jwt({ ...usual, aud: ['mail', 'api'] }), /aud "api" is that of the credential/],
    ['otherIssuer', jwt({ ...usual, jti: '2' }), /iss "https:\/\/a\.example" is that of the credential/],
    ['otherTenant', jwt({ ...usual, jti: '2' }), /neither its tenant/],
    ['idToken', jwt({ ...usual, jti: '2' }), /is an access token/],
    ['idToken', jwt({ ...usual, scope: undefined, sub: undefined }), /no sub/],
    ['otherAudience', 'opaque', /no JWT/],
    ['revoked', held, /credential of the configuration/],
  ])('%s: is not judged, whatever comes back', (name, token, reason) => {
    for (const accepted of [true, false]) expect(reasonOf(judge(name, { token, accepted }))).toMatch(reason)
  })

  it('is not judged where the configuration declares it', () => {
    const accepts = { audiences: ['mail'], issuers: ['https://b.example'] }
    expect(reasonOf(judge('otherAudience', { token: flawed.otherAudience, config: { accepts } }))).toMatch(/declared/)
    expect(reasonOf(judge('otherIssuer', { token: flawed.otherIssuer, config: { accepts } }))).toMatch(/declared/)
    expect(reasonOf(judge('otherTenant', { token: flawed.otherIssuer, config: { accepts } }))).toMatch(/declared/)
  })

  it('is not compared with an opaque credential', () => {
    const config = { credential: staticCredential('opaque', 'API_TOKEN') }
    expect(reasonOf(judge('expired', { token: flawed.expired, config }))).toMatch(/no JWT that it could be compared/)
  })
})

it.each<[Exclude<ExportedToken, 'lowScope'>, object, RegExp]>([
  ['otherAudience', { aud: 'mail', exp: now - day }, /it expired 1 day ago/],
  ['otherAudience', { aud: 'mail', iss: 'https://b.example' }, /its iss is/],
  ['expired', { exp: now - day, aud: 'mail' }, /its aud is "mail"/],
  ['revoked', { jti: '2', exp: now - day }, /it expired 1 day ago/],
  ['otherTenant', { tid: 'second', nbf: now + day }, /it is valid in/],
])('%s with another flaw: its rejection proves nothing, its acceptance fails', (name, changes, reason) => {
  const token = jwt({ ...usual, ...changes })
  expect(reasonOf(judge(name, { token }))).toMatch(reason)
  expect(judge(name, { token, accepted: true }).kind).toBe('broken')
})

describe('a token that lacks a scope', () => {
  const features = {
    scopes: [
      { method: 'GET' as const, path: '/notes', scope: 'read' },
      { method: 'POST' as const, path: '/notes', scope: 'write' },
    ],
  }
  const readOnly = jwt({ ...usual, scope: undefined, scp: ['read'] })
  const judgeScope = (method: string, status: number, token = readOnly, fields: [string, string][] = []) =>
    rejectedForItsScope().judge(
      answered(status, fields, { attempt: { token, method, path: '/notes' }, config: configWith({ features }) }),
    )

  it('must be rejected where it lacks the scope, and only there', () => {
    expect(judgeScope('POST', 201)).toMatchObject({
      kind: 'broken',
      received: '201, though the token has scope "read"',
    })
    expect(judgeScope('POST', 403).kind).toBe('met')
    expect(judgeScope('POST', 503).kind).toBe('crash')
    expect(judgeScope('GET', 200).kind).toBe('met')
    expect(reasonOf(judgeScope('GET', 403))).toMatch(/403, though the token has scope "read"/)
  })

  it('is not judged by a 401 that may mean another thing, nor when it has all scopes', () => {
    expect(reasonOf(judgeScope('POST', 401))).toMatch(/does not say/)
    expect(judgeScope('POST', 401, readOnly, [['www-authenticate', 'Bearer error="insufficient_scope"']]).kind).toBe(
      'met',
    )
    expect(reasonOf(judgeScope('POST', 201, jwt({ ...usual, jti: '2' })))).toMatch(/every declared scope/)
    expect(reasonOf(judgeScope('POST', 403, jwt({ ...usual, scope: '', exp: now - day })))).toMatch(/expired/)
  })
})

it('whatever a token holds, it is judged without an error', () => {
  const value = fc.oneof(fc.jsonValue(), fc.constant(undefined))
  const claims = fc.record({
    iss: value,
    aud: value,
    exp: value,
    nbf: value,
    tid: value,
    o: value,
    scope: value,
    scp: value,
  })
  fc.assert(
    fc.property(claims, fc.constantFrom(...names), fc.boolean(), (claims, name, accepted) => {
      const { kind } = judge(name, { token: jwt(claims), accepted })
      return ['met', 'broken', 'unclear'].includes(kind)
    }),
  )
})

it('durations are told in their largest whole unit', () => {
  expect([0, 1, 61, 7200, 86_399, 3 * day].map(inWords)).toEqual([
    ...['0 seconds', '1 second', '1 minute', '2 hours', '23 hours', '3 days'],
  ])
})
