import { asvs, defineCheck, defineSuite, oauth21, oidc, rfc } from '../../harness/define.ts'
import type { Check, VectorCheck } from '../../harness/model/check.ts'
import type { ExportedToken } from '../../harness/model/features.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { rejectedAs, rejectedForItsScope } from './expect.ts'

/** Of our own issuer, tokens with every flaw are minted. */
const skipWithout =
  (name: ExportedToken) =>
  ({ features, credential }: TargetConfig): string | undefined => {
    if (credential.kind === 'jwt') return 'the target trusts our issuer, which mints tokens with these flaws itself'
    return features.tokens?.[name] === undefined ? `tokens.${name} is not declared` : undefined
  }

type About = Pick<VectorCheck, 'id' | 'title' | 'level' | 'severity' | 'spec' | 'fix' | 'knownIncidents'>

const exportedCheck = (name: Exclude<ExportedToken, 'lowScope'>, about: About): Check =>
  defineCheck({
    ...about,
    needs: ['credential', 'tokens'],
    skipIf: skipWithout(name),
    vectors: { [name]: { as: `tokens.${name}` } },
    expect: [rejectedAs(name)],
  })

export const real = defineSuite({
  id: 'real',
  title: 'Tokens of a real issuer',
  about:
    'Invalid tokens that were exported from the real issuer, for a server that trusts no issuer of ours. Each is compared with the credential: a token that does not have its flaw, or that has another one as well, is not judged.',
  checks: [
    exportedCheck('expired', {
      id: 'real/expired-rejected',
      title: 'must reject a token of its issuer that has expired',
      level: 'MUST',
      severity: 'critical',
      spec: [rfc(7519, '4.1.4'), rfc(9068, '4'), asvs('9.2.1')],
      fix: 'Reject tokens whose exp is past, with a minute of leeway at most.',
      knownIncidents: 'Verification that was switched off for one environment, exp included.',
    }),
    exportedCheck('notYetValid', {
      id: 'real/not-yet-valid-rejected',
      title: 'must reject a token of its issuer that is not yet valid',
      level: 'MUST',
      severity: 'high',
      spec: [rfc(7519, '4.1.5'), asvs('9.2.1')],
      fix: 'Reject tokens whose nbf is ahead, with a minute of leeway at most.',
    }),
    exportedCheck('otherAudience', {
      id: 'real/other-audience-rejected',
      title: 'must reject a token of its issuer for another API',
      level: 'MUST',
      severity: 'critical',
      spec: [rfc(7519, '4.1.3'), rfc(9068, '4'), rfc(8725, '3.9')],
      fix: 'Configure the audience of this API, and reject every token whose aud does not hold it.',
      knownIncidents: 'Libraries that check the audience only when one is configured.',
    }),
    exportedCheck('otherIssuer', {
      id: 'real/other-issuer-rejected',
      title: 'must reject a token of another issuer',
      level: 'MUST',
      severity: 'critical',
      spec: [rfc(7519, '4.1.1'), rfc(9068, '4'), rfc(8725, '3.8')],
      fix: 'Compare iss with the configured issuer, character by character, and use the keys of that issuer alone.',
      knownIncidents: 'Keys that are fetched from whichever issuer the token names.',
    }),
    exportedCheck('otherTenant', {
      id: 'real/other-tenant-rejected',
      title: 'must reject a token of another tenant',
      level: 'MUST',
      severity: 'critical',
      spec: [rfc(7519, '4.1.1'), rfc(8725, '3.8')],
      fix: 'Compare the tenant, by iss or by its own claim, with those that this API serves: tenants often share keys.',
      knownIncidents: 'CVE-2026-23552; applications for many tenants that verified the signature and not the tenant.',
    }),
    exportedCheck('idToken', {
      id: 'real/id-token-rejected',
      title: 'must reject an ID token of its issuer',
      level: 'MUST',
      severity: 'high',
      spec: [rfc(9068, '5'), rfc(8725, '2.8'), rfc(8725, '3.12'), asvs('9.2.2'), oidc('2', 'IDToken')],
      fix: 'Require the audience of this API, which is not that of the client, and the type of access tokens.',
      knownIncidents: 'APIs that check signature and issuer only.',
    }),
    exportedCheck('revoked', {
      id: 'real/revoked-rejected',
      title: 'must reject a token that was revoked',
      level: 'security',
      severity: 'medium',
      spec: [rfc(7009, '1'), rfc(9700, '4.14')],
      fix: 'Introspect tokens or keep a list of revoked ones; where neither is done, keep the lifetime of tokens short.',
    }),
    defineCheck({
      id: 'real/low-scope-rejected',
      title: 'must reject a token of its issuer without the scope that a request needs',
      level: 'MUST',
      severity: 'high',
      spec: [oauth21('5.2'), rfc(9068, '4'), asvs('10.3.2')],
      needs: ['credential', 'tokens', 'scopes'],
      fix: 'Look the needed scope up by route, and reject a token that does not have it.',
      skipIf: skipWithout('lowScope'),
      vectors: {
        '{route.method} {route.path}, which needs {route.scope}': {
          forEach: 'route',
          method: '{route.method}',
          path: '{route.path}',
          as: 'tokens.lowScope',
        },
      },
      expect: [rejectedForItsScope()],
    }),
  ],
})
