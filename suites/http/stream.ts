import { asvs, defineCheck, mcp, rfc } from '../../harness/define.ts'
import { opensNoStream, opensStream } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

/** RFC 6455 §4.1; the key is any 16 bytes in base64. */
const upgrade = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: Y29uZm9ybWFuY2UtMDAxMQ==',
]

export const streamChecks: readonly Check[] = [
  defineCheck({
    id: 'http/stream-auth-first',
    title: 'authenticates before it opens a stream or takes an upgrade',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9110, '15.5.2'), asvs('8.3.1'), mcp('2025-06-18', 'Token Requirements')],
    needs: ['credential', 'stream'],
    fix: 'Look at the credential before the status is sent: a stream that was opened cannot be answered 401 any more.',
    knownIncidents:
      'WebSocket handshakes that were accepted first, and closed with a code of the application afterwards.',
    vectors: ({ unknownToken, config }) => {
      const { path = '/', protocol = 'events' } = config.features.stream ?? {}
      const fields = protocol === 'events' ? ['Accept: text/event-stream'] : upgrade
      const at: Attempt = { path, method: 'GET', fields }
      return {
        'the valid credential': { ...at, expect: [opensStream()] },
        'no credential': { ...at, authorization: [] },
        'a wrong credential': { ...at, token: unknownToken },
        'an ill-formed credential': { ...at, authorization: ['Bearer'] },
      }
    },
    expect: [opensNoStream()],
  }),
]
