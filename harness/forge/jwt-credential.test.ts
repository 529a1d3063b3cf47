import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jwtCredential, staticCredential } from '../config/target-config.ts'
import { audienceOf, credentialKind, heldJwt, knownAlgorithms, parseJwt, subjectOf } from './jwt-credential.ts'
import { encode, type Json } from './parts.ts'

const header = { alg: 'ES256', kid: 'a' }
const claims = { iss: 'https://idp.example', sub: 'someone', aud: ['one', 'two'] }
const token = `${encode(header)}.${encode(claims)}.c2lnbmF0dXJl`

describe('parseJwt', () => {
  it('reads header and claims, whatever they hold', () => {
    const members = fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<Json>
    fc.assert(
      fc.property(members, members, (more, some) => {
        const own: Json = { ...more, alg: 'RS256' }
        const read = (json: Json) => JSON.parse(JSON.stringify(json))
        expect(parseJwt(`${encode(own)}.${encode(some)}.AA`)).toEqual({ header: read(own), claims: read(some) })
      }),
    )
  })

  it('never throws, and reads no other text', () => {
    fc.assert(fc.property(fc.string(), (text) => parseJwt(text) === undefined))
    fc.assert(fc.property(fc.array(fc.base64String(), { maxLength: 5 }), (parts) => void parseJwt(parts.join('.'))))
  })

  it.each([
    ['an opaque token', 'mF_9.B5f-4.1JqM'],
    ['two parts', `${encode(header)}.${encode(claims)}`],
    ['a JWE', `${encode({ alg: 'dir', enc: 'A256GCM' })}..AA.AA.AA`],
    ['a header without alg', `${encode({ typ: 'JWT' })}.${encode(claims)}.AA`],
    ['a payload that is no object', `${encode(header)}.${encode('text')}.AA`],
    ['padding', `${token}=`],
  ])('does not take %s for one', (_, text) => {
    expect(parseJwt(text)).toBeUndefined()
  })
})

describe('a credential', () => {
  const given = { credential: staticCredential(token, 'TOKEN') }
  const opaque = { credential: staticCredential('opaque', 'TOKEN') }
  const minted = { credential: jwtCredential('api', { algorithms: ['RS256', 'ES256'], subject: 'us' }) }

  it('is a JWT, whoever issued it, or a text', () => {
    expect([given, opaque, minted].map(credentialKind)).toEqual(['jwt', 'static', 'jwt'])
    expect([given, opaque, minted].map(heldJwt)).toEqual([{ header, claims }, undefined, undefined])
  })

  it('tells its algorithms, audience and subject', () => {
    expect([given, opaque, minted].map(knownAlgorithms)).toEqual([['ES256'], [], ['RS256', 'ES256']])
    expect([given, opaque, minted].map(audienceOf)).toEqual(['one', undefined, 'api'])
    expect([given, opaque, minted].map(subjectOf)).toEqual(['someone', undefined, 'us'])
  })
})
