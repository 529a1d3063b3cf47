import { apiTop10, asvs, defineCheck, rfc } from '../../harness/define.ts'
import { notDisclosed } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import { headLikeGet, methodRejected } from './expect.ts'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'FOO']

export const methodChecks: readonly Check[] = [
  defineCheck({
    id: 'http/method-coverage',
    title: 'must require a credential whatever the method',
    level: 'security',
    severity: 'critical',
    spec: [rfc(9110, '9.1'), rfc(9110, '9.3.2'), asvs('4.1.4'), apiTop10(5)],
    needs: [],
    fix: 'Authenticate before the route and not for its methods, or reject every method that is not listed.',
    knownIncidents:
      'Constraints by verb that named GET and POST; frameworks that pass an unknown method to the handler of GET.',
    vectors: {
      ...Object.fromEntries(methods.map((method) => [method, { method, authorization: [] }])),
      'get in lower case': { method: 'get', authorization: [], expect: [notDisclosed()] },
      'GET by HTTP/1.0': { method: 'GET', authorization: [], version: '1.0' },
      'POST by HTTP/1.0': { method: 'POST', authorization: [], version: '1.0' },
    },
    expect: [methodRejected()],
    expectAll: [headLikeGet()],
  }),
]
