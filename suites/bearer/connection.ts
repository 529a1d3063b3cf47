import { defineCheck, mcp, rfc } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { Step } from '../../harness/model/flow.ts'
import { acceptedInOrder } from './expect.ts'

const anonymous: Attempt = { authorization: [] }

const attempts: readonly Attempt[] = [{}, anonymous, { token: '{unknownToken}' }, {}, anonymous]
const order = [true, false, false, true, false]

export const connectionChecks: readonly Check[] = [
  defineCheck({
    id: 'bearer/auth-per-request',
    title: 'must authenticate every request, not the connection',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9110, '11.6.2'), rfc(9112, '9.3'), mcp('2025-06-18', 'Token Requirements')],
    needs: ['credential', 'bearer'],
    fix: 'Keep the identity with the request; proxies and connection pools share connections between clients.',
    knownIncidents:
      'Authentication caches kept with the socket, behind proxies that reuse connections for all clients.',
    flows: Object.fromEntries(
      (['in turn', 'pipelined'] as const).map((how): [string, readonly Step[]] => [
        how,
        [{ do: 'send-on-one-connection', attempts, how, expect: [acceptedInOrder(order)] }],
      ]),
    ),
  }),
]
