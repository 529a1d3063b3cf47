import { asvs, cwe, defineCheck, jwtBcp, mcp, rfc } from '../../harness/define.ts'
import { accepted, rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Vectors } from '../../harness/model/expectation.ts'
import { goodOf } from './good.ts'
import { audienceNearMisses } from './near-miss.ts'

const strangers = ['https://other-api.example', 'https://third-api.example'] as const

const meantFor = (aud: unknown): Attempt => ({ jwt: { claims: { aud } } })

const vectorsOf = (values: Readonly<Record<string, unknown>>): Vectors =>
  Object.fromEntries(Object.entries(values).map(([name, aud]) => [name, meantFor(aud)]))

const nested = (value: unknown, depth: number): unknown => (depth === 0 ? value : [nested(value, depth - 1)])

export const audienceChecks: readonly Check[] = [
  defineCheck({
    id: 'claims/aud-wrong-rejected',
    title: 'refuses a token for another audience',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7519, '4.1.3'), rfc(9068, '4'), mcp('2025-06-18', 'Token Handling'), asvs('9.2.3'), asvs('10.3.1')],
    needs: ['issuer', 'audience'],
    fix: 'Give the verifier the audience of this server; without one, every token of the issuer opens it.',
    knownIncidents:
      'A framework without any option for the audience (CVE-2025-62610), and integrations that never set it.',
    vectors: (input) => {
      const { clientId, issuer, audiences } = goodOf(input)
      const others = { 'another API': strangers[0], 'the client': clientId, 'the issuer': issuer }
      return vectorsOf(Object.fromEntries(Object.entries(others).filter(([, aud]) => !audiences.includes(aud))))
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'claims/aud-missing-rejected',
    title: 'refuses a token without an audience',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(9068, '4'), rfc(8725, '3.9'), jwtBcp('3.9'), mcp('2025-11-25', 'Access Token Privilege Restriction')],
    needs: ['issuer', 'audience'],
    fix: 'Require aud; a token that names no audience is not meant for this server.',
    knownIncidents: 'Libraries that compare the audience only where the token has one.',
    vectors: (input) => {
      const values = { null: null, 'an empty string': '', 'an empty list': [] }
      const vectors: Vectors = { 'no aud': { jwt: { withoutClaims: ['aud'] } }, ...vectorsOf(values) }
      const severity = goodOf(input).tokenProfile === 'jwt' ? 'high' : 'critical'
      return Object.fromEntries(
        Object.entries(vectors).map(([name, attempt]) => [name, { ...attempt, expect: [rejected({ severity })] }]),
      )
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'claims/aud-array',
    title: 'looks for its own name among several audiences',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(7519, '4.1.3')],
    needs: ['issuer', 'audience'],
    fix: 'Take aud for a list, of one where it is a string, and look for your own identifier in it.',
    knownIncidents:
      'Code that looks at the first entry only, and libraries that refuse every audience when none is configured.',
    vectors: (input) => {
      const { audience } = goodOf(input)
      const several = {
        'its own name last': [strangers[0], audience],
        'its own name first': [audience, strangers[0]],
      }
      const good = {
        'its own name alone': [audience],
        ...(!input.config.accepts.singleAudienceOnly && several),
      }
      // To refuse a good token breaks clients, not protection.
      const servedAll = Object.entries(vectorsOf(good)).map(([name, attempt]): [string, Attempt] => [
        name,
        { ...attempt, expect: [accepted({ severity: 'medium' })] },
      ])
      return {
        ...Object.fromEntries(servedAll),
        ...vectorsOf({ 'another alone': [strangers[0]], 'two others': strangers }),
      }
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'claims/aud-near-miss',
    title: 'compares the audience character by character',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(7519, '2'), rfc(7519, '4.1.3'), rfc(9068, '4')],
    needs: ['issuer', 'audience'],
    fix: 'Compare every audience whole, as plain strings; declare another spelling if both must work.',
    knownIncidents: 'The search for an element of a list that finds a substring when the list is a string.',
    vectors: (input) => {
      const { audience, audiences } = goodOf(input)
      return vectorsOf(audienceNearMisses(audience, audiences))
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'claims/aud-type-strict',
    title: 'takes only strings for audiences',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(7519, '4.1.3'), cwe(843)],
    needs: ['issuer', 'audience'],
    fix: 'Refuse an aud that is neither a string nor a list of strings, before anything is compared.',
    knownIncidents: 'A failed conversion left an empty audience behind, which passed (CVE-2020-26160).',
    vectors: (input) => {
      const { audience } = goodOf(input)
      return vectorsOf({
        'an object with its name for a member': { [audience]: 1 },
        'an object that looks like a list': { 0: audience },
        'a list in a list': [[audience]],
        'an object in a list': [{ aud: audience }],
        'a number': 1,
        true: true,
        'null in a list': [null, strangers[0]],
        'a deeply nested list': nested(audience, 100),
      })
    },
    expect: [rejected()],
  }),
]
