import { asvs, cwe, defineCheck, jwtBcp, mcp, rfc } from '../../harness/define.ts'
import { accepted, rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { cvesOf, flaw } from '../flaws.ts'
import { rejectedWithoutAudience } from './expect.ts'
import { audienceNearMisses } from './near-misses.ts'

const otherApi = 'https://other-api.example'

const forAudience = (aud: unknown): Attempt => ({ jwt: { claims: { aud } } })

/** To reject a valid token breaks clients, not protection. */
const valid = { expect: [accepted({ severity: 'medium' })] }

const nested = (value: unknown, depth: number): unknown => (depth === 0 ? value : [nested(value, depth - 1)])

export const audienceChecks: readonly Check[] = [
  defineCheck({
    id: 'claims/aud-wrong-rejected',
    title: 'must reject a token for another audience',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7519, '4.1.3'), rfc(9068, '4'), mcp('2025-06-18', 'Token Handling'), asvs('9.2.3'), asvs('10.3.1')],
    needs: ['issuer', 'audience'],
    fix: 'Configure the verifier with the audience of this server; without one, it accepts every token of the issuer.',
    knownIncidents: `A framework without any option for the audience (${cvesOf('other-audience')}), and integrations that never set it.`,
    vectors: {
      'another API': { ...flaw('other-audience'), unlessDeclared: { audiences: otherApi } },
      'the client': { ...forAudience('{clientId}'), unlessDeclared: { audiences: '{clientId}' } },
      'the issuer': { ...forAudience('{issuer}'), unlessDeclared: { audiences: '{issuer}' } },
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'claims/aud-missing-rejected',
    title: 'must reject a token without an audience',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(9068, '4'), rfc(8725, '3.9'), jwtBcp('3.9'), mcp('2025-11-25', 'Access Token Privilege Restriction')],
    needs: ['issuer', 'audience'],
    fix: 'Require aud; a token that names no audience is not meant for this server.',
    knownIncidents: 'Libraries that compare the audience only where the token has one.',
    vectors: {
      'no aud': flaw('no-audience'),
      null: forAudience(null),
      'an empty string': forAudience(''),
      'an empty list': forAudience([]),
    },
    expect: [rejectedWithoutAudience()],
  }),
  defineCheck({
    id: 'claims/aud-array',
    title: 'must look for its own name among several audiences',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(7519, '4.1.3')],
    needs: ['issuer', 'audience'],
    fix: 'Treat a string in aud as a list of one, and look for your own identifier in the list.',
    knownIncidents:
      'Code that compares the first entry only, and libraries that reject every audience when none is configured.',
    vectors: {
      'its own name alone': { ...forAudience(['{audience}']), ...valid },
      'its own name last': {
        ...forAudience([otherApi, '{audience}']),
        ...valid,
        when: { singleAudienceOnly: false },
      },
      'its own name first': {
        ...forAudience(['{audience}', otherApi]),
        ...valid,
        when: { singleAudienceOnly: false },
      },
      'another alone': forAudience([otherApi]),
      'two others': flaw('other-audiences'),
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'claims/aud-near-miss',
    title: 'must compare the audience character by character',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(7519, '2'), rfc(7519, '4.1.3'), rfc(9068, '4')],
    needs: ['issuer', 'audience'],
    fix: 'Compare every audience whole, as plain strings; declare another spelling if both must work.',
    knownIncidents: 'The search for an element of a list that finds a substring when the list is a string.',
    vectors: audienceNearMisses,
    expect: [rejected()],
  }),
  defineCheck({
    id: 'claims/aud-type-strict',
    title: 'must accept only strings as audiences',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(7519, '4.1.3'), cwe(843)],
    needs: ['issuer', 'audience'],
    fix: 'Reject an aud that is neither a string nor a list of strings, before anything is compared.',
    knownIncidents: `A failed conversion that left an empty audience, which was accepted (${cvesOf('audience-object')}).`,
    vectors: {
      'an object with its name for a member': flaw('audience-object'),
      'an object that looks like a list': forAudience({ 0: '{audience}' }),
      'a list in a list': forAudience([['{audience}']]),
      'an object in a list': forAudience([{ aud: '{audience}' }]),
      'a number': forAudience(1),
      true: forAudience(true),
      'null in a list': forAudience([null, otherApi]),
      'a deeply nested list': forAudience(nested('{audience}', 100)),
    },
    expect: [rejected()],
  }),
]
