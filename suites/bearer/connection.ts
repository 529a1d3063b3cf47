import { defineCheck, mcp, rfc } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { acceptedInOrder } from './expect.ts'

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
    sends:
      'On one connection: the valid request, one without a credential, one with an unknown credential, the valid one, and one without a credential; then the same five pipelined.',
    passes: 'must accept the first and the fourth request only; should accept both of them',
    because: 'The requests must share one connection, which vectors and steps never do.',
    async run({ unknownToken, sendOnOneConnection, expect }) {
      const anonymous: Attempt = { authorization: [] }
      const attempts: readonly Attempt[] = [{}, anonymous, { token: unknownToken }, {}, anonymous]
      for (const how of ['in turn', 'pipelined'] as const) {
        const observed = await sendOnOneConnection(how, attempts, how)
        expect(how, observed, [acceptedInOrder(order)], observed)
      }
    },
  }),
]
