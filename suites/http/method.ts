import { apiTop10, asvs, defineCheck, rfc } from '../../harness/define.ts'
import { headLikeGet, methodRejected, notDisclosed } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'FOO']

export const methodChecks: readonly Check[] = [
  defineCheck({
    id: 'http/method-coverage',
    title: 'asks for a credential whatever the method',
    level: 'security',
    severity: 'critical',
    spec: [rfc(9110, '9.1'), rfc(9110, '9.3.2'), asvs('4.1.4'), apiTop10(5)],
    needs: [],
    fix: 'Put authentication in front of the route and not of its methods, or refuse every method that is not listed.',
    knownIncidents:
      'Constraints by verb that named GET and POST; frameworks that hand an unknown method to the handler of GET.',
    vectors: () => {
      const anonymous = (method: string): Attempt => ({ method, authorization: [] })
      return {
        ...Object.fromEntries(methods.map((method) => [method, anonymous(method)])),
        'get in lower case': { ...anonymous('get'), expect: [notDisclosed()] },
        'GET by HTTP/1.0': { ...anonymous('GET'), version: '1.0' },
        'POST by HTTP/1.0': { ...anonymous('POST'), version: '1.0' },
      }
    },
    expect: [methodRejected()],
    expectAll: [headLikeGet()],
  }),
]
