import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { goodOf } from './good.ts'
import { issuerNearMisses } from './near-miss.ts'

/** Where a provider of many tenants would have the next: in place of the last segment of the path. */
const anotherTenant = (issuer: string): string => new URL('another-tenant', issuer).href

const naming = (iss: string): Attempt => ({ jwt: { claims: { iss } } })

export const issuerChecks: readonly Check[] = [
  defineCheck({
    id: 'claims/iss-wrong-rejected',
    title: 'refuses a token that names another issuer',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(9068, '4'), rfc(8725, '3.8'), asvs('9.1.3')],
    needs: ['issuer'],
    fix: 'Give the verifier the one issuer that you trust; a valid signature does not say whose tenant the token is for.',
    knownIncidents:
      'A gateway policy that checked signatures but took tokens of any realm (CVE-2026-23552), and kits that switch the check off by default.',
    vectors: (input) => ({
      // Nothing but a key that also signs for others can make such a token.
      'a stranger': { ...naming('https://other.example'), expect: [rejected({ severity: 'high' })] },
      'another tenant of the same provider': naming(anotherTenant(input.issuer)),
    }),
    expect: [rejected()],
  }),
  defineCheck({
    id: 'claims/iss-near-miss',
    title: 'compares the issuer character by character',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9068, '4'), rfc(7519, '2'), rfc(7519, '4.1.1'), rfc(3986, '6.2.1')],
    needs: ['issuer'],
    fix: 'Compare iss with the configured issuer as plain strings: no prefix, no parsing, no trimming, no change of case.',
    knownIncidents:
      'A library that took any piece of the issuer for the whole (CVE-2024-53861), and code that strips slashes from both sides.',
    vectors: (input) => {
      const { issuer, issuers } = goodOf(input)
      const names = Object.entries(issuerNearMisses(issuer, issuers))
      return Object.fromEntries(names.map(([name, iss]) => [name, naming(iss)]))
    },
    expect: [rejected()],
  }),
]
