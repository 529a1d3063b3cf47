import { asvs, cwe, defineCheck, oauth21, rfc } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { authorized, withoutAccess } from './expect.ts'

/** Scope claims that a careless comparison takes for the first declared scope. */
const nearMisses: Readonly<Record<string, unknown>> = {
  'with letters more': '{firstRoute.scope}er',
  'with a part more': '{firstRoute.scope}:other',
  'with a letter before': 'x{firstRoute.scope}',
  'inside another word': 'no{firstRoute.scope}access',
  'in upper case': '{firstRoute.scope|uppercase}',
  'before a comma': '{firstRoute.scope},other',
  'before a tab': '{firstRoute.scope}\tother',
  'before a null character': '{firstRoute.scope}\u0000',
  'an asterisk': '*',
  'a number': 1,
  'an object': { '{firstRoute.scope}': true },
}

export const scopeChecks: readonly Check[] = [
  defineCheck({
    id: 'authz/scope-enforced',
    title: 'must require the scope that each request needs',
    level: 'MUST',
    severity: 'critical',
    spec: [oauth21('5.2'), asvs('10.3.2'), rfc(9700, '2.3'), rfc(9068, '4')],
    needs: ['issuer', 'scopes'],
    fix: 'Look the needed scope up by route, and reject where none is listed.',
    knownIncidents:
      'APIs that authenticate but do not authorize; tokens without a scope that counted as tokens with all.',
    vectors: {
      '{route.method} {route.path} with {route.scope}': {
        forEach: 'route',
        method: '{route.method}',
        path: '{route.path}',
        jwt: { claims: { scope: '{route.scope}' } },
        expect: [authorized()],
      },
      '{otherScope.method} {otherScope.path} with {otherScope.scope}': {
        forEach: 'otherScope',
        method: '{otherScope.method}',
        path: '{otherScope.path}',
        jwt: { claims: { scope: '{otherScope.scope}' } },
      },
      '{route.method} {route.path} with all': {
        forEach: 'route',
        method: '{route.method}',
        path: '{route.path}',
        jwt: { claims: { scope: '{scopes.all}' } },
        expect: [authorized()],
      },
      '{route.method} {route.path} without scope': {
        forEach: 'route',
        method: '{route.method}',
        path: '{route.path}',
        jwt: { withoutClaims: ['scope'] },
      },
      '{route.method} {route.path} with an empty scope': {
        forEach: 'route',
        method: '{route.method}',
        path: '{route.path}',
        jwt: { claims: { scope: '' } },
      },
      '{unlistedMethod.method} {unlistedMethod.path} without scope': {
        forEach: 'unlistedMethod',
        method: '{unlistedMethod.method}',
        path: '{unlistedMethod.path}',
        jwt: { withoutClaims: ['scope'] },
      },
    },
    expect: [withoutAccess()],
  }),
  defineCheck({
    id: 'authz/scope-matching',
    title: 'must compare scopes word by word',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(6749, '3.3'), rfc(9068, '2.2.3'), cwe(697)],
    needs: ['issuer', 'scopes'],
    fix: 'Split the claim at spaces and look for the word; reject a claim of another type.',
    knownIncidents: '"read" in "spread": a substring search in the text of the claim.',
    vectors: Object.fromEntries(
      Object.entries(nearMisses).map(([name, scope]): [string, Attempt] => [
        `{firstRoute.scope} ${name}`,
        {
          forEach: 'firstRoute',
          method: '{firstRoute.method}',
          path: '{firstRoute.path}',
          jwt: { claims: { scope } },
        },
      ]),
    ),
    expect: [withoutAccess()],
  }),
]
