import { apiTop10, asvs, defineCheck, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import { authorized, forbidden } from './expect.ts'

export const resourceChecks: readonly Check[] = [
  defineCheck({
    id: 'authz/allow-list',
    title: 'must let each credential reach the resources that list it, and no other',
    level: 'security',
    severity: 'critical',
    spec: [asvs('8.2.1'), apiTop10(5), rfc(9110, '15.5.4')],
    needs: ['credential', 'identities', 'resources'],
    fix: 'Check for each request whether this credential is listed for this resource; being valid is not enough.',
    knownIncidents:
      'Lists that were loaded but never checked; a decision for the first resource that was cached for all.',
    vectors: {
      '{allowed.identity} at {allowed.path}': {
        forEach: 'allowed',
        as: '{allowed.identity}',
        path: '{allowed.path}',
        method: 'GET',
        expect: [authorized()],
      },
      '{notAllowed.identity} at {notAllowed.path}': {
        forEach: 'notAllowed',
        as: '{notAllowed.identity}',
        path: '{notAllowed.path}',
        method: 'GET',
      },
    },
    expect: [forbidden()],
  }),
  defineCheck({
    id: 'authz/default-still-authenticated',
    title: 'must require a valid credential for resources without a list',
    level: 'security',
    severity: 'critical',
    spec: [asvs('8.2.1'), apiTop10(2)],
    needs: ['credential', 'resources'],
    fix: 'Let a missing list mean "any valid credential", as documented, and never "no credential".',
    knownIncidents:
      'A proxy that accepted requests without a credential for upstreams without a list, where its manual said "any valid token".',
    vectors: {
      '{identity.name} at {openResource.path}': {
        forEach: ['openResource', 'identity'],
        as: '{identity.name}',
        path: '{openResource.path}',
        method: 'GET',
        expect: [authorized()],
      },
      'no credential at {openResource.path}': {
        forEach: 'openResource',
        path: '{openResource.path}',
        method: 'GET',
        authorization: [],
      },
      'an unknown credential at {openResource.path}': {
        forEach: 'openResource',
        path: '{openResource.path}',
        method: 'GET',
        token: '{unknownToken}',
      },
    },
    expect: [forbidden(), rejected()],
  }),
]
