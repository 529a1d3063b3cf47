import { defineCheck, mcp, rfc } from '../../harness/define.ts'
import { acceptedInOrder } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

const order = [true, false, false, true, false]

export const connectionChecks: readonly Check[] = [
  defineCheck({
    id: 'bearer/auth-per-request',
    title: 'authenticates every request, not the connection',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9110, '11.6.2'), rfc(9112, '9.3'), mcp('2025-06-18', 'Token Requirements')],
    needs: ['credential', 'bearer'],
    fix: 'Keep who is asking with the request; connections are shared by proxies and pools.',
    knownIncidents: 'Authentication caches kept with the socket, behind proxies that reuse connections for everybody.',
    sends:
      'On one connection: the valid request, one without a credential, a wrong one, the valid one, one without; then the same five in one write.',
    passes: 'serves the first and the fourth, and no other; a valid one that is refused only warns',
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
