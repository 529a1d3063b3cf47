import { asvs, defineCheck, mcp, rfc } from '../../harness/define.ts'
import { opensNoStream, opensStream } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'

const request = { path: '{stream.path}', method: 'GET', fields: ['{stream.fields}'] } as const

export const streamChecks: readonly Check[] = [
  defineCheck({
    id: 'http/stream-auth-first',
    title: 'must authenticate before it opens a stream or accepts an upgrade',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9110, '15.5.2'), asvs('8.3.1'), mcp('2025-06-18', 'Token Requirements')],
    needs: ['credential', 'stream'],
    fix: 'Check the credential before the status is sent: an open stream cannot be answered with 401 any more.',
    knownIncidents:
      'WebSocket handshakes that were accepted first, and closed with a code of the application afterwards.',
    vectors: {
      'the valid credential': { ...request, expect: [opensStream()] },
      'no credential': { ...request, authorization: [] },
      'an unknown credential': { ...request, token: '{unknownToken}' },
      'an ill-formed credential': { ...request, authorization: ['Bearer'] },
    },
    expect: [opensNoStream()],
  }),
]
