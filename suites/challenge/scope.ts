import { defineCheck, mcp, rfc } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import { insufficientScope } from './expect.ts'

/** Whether such a token is rejected at all is for `authz/scope-enforced` to judge. */
export const scopeChecks: readonly Check[] = [
  defineCheck({
    id: 'challenge/insufficient-scope-403',
    title: 'should answer 403 with insufficient_scope to a valid token without the needed scope',
    level: 'SHOULD',
    severity: 'medium',
    spec: [rfc(6750, '3.1'), rfc(9110, '15.5.4'), mcp('2025-11-25', 'Runtime Insufficient Scope Errors')],
    needs: ['issuer', 'scopes', 'bearer'],
    fix: 'Answer 403 with `Bearer error="insufficient_scope", scope="…"`: a client that gets 401 fetches the same token again.',
    knownIncidents: 'One exception for every failed check, which always became 401.',
    vectors: {
      '{otherScope.method} {otherScope.path} with {otherScope.scope}': {
        forEach: 'otherScope',
        method: '{otherScope.method}',
        path: '{otherScope.path}',
        jwt: { claims: { scope: '{otherScope.scope}' } },
      },
      '{route.method} {route.path} without scope': {
        forEach: 'route',
        method: '{route.method}',
        path: '{route.path}',
        jwt: { withoutClaims: ['scope'] },
      },
    },
    expect: [insufficientScope()],
  }),
]
