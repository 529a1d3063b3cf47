import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { advisory, canaryAbsent, canaryPresent, rejected, status, withSeverity } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { randomText } from '../../harness/template/random-text.ts'

/** Milliseconds before the second read, for servers that write after they answer. */
const laterMs = 100

const freshText = (): string => `canary${randomText(16)}`

const writing = ({ config }: RunContext, canary: string): Attempt => {
  const { write } = config.features
  if (!write) return {}
  const body = write.body.replaceAll('{canary}', canary)
  return { method: write.method, path: write.path, body, fields: [`Content-Type: ${write.contentType}`] }
}

export const writeChecks: readonly Check[] = [
  defineCheck({
    id: 'http/no-side-effect-before-auth',
    title: 'must not act on a request that it then rejects',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(9110, '15.5.2'), asvs('8.3.1')],
    needs: ['credential', 'write'],
    fix: 'Authenticate before the body is parsed, validated or stored: first in the chain, not as the last step of the handler.',
    knownIncidents:
      'Handlers that wrote before they checked; validation that answered 422 to anonymous clients, with the schema of the body.',
    sends:
      'Writes without a credential, with an unknown one, and without one and with a malformed body, each with a fresh text; then reads with the valid credential.',
    passes:
      'must answer 401 (400 to the malformed body is a warning), and none of the texts must be readable; that of a valid write must be',
    because: 'The declared body takes a fresh text for each write, and a pause between the reads finds delayed writes.',
    async run(context) {
      const { unknownToken, config, send, expect, pause } = context
      const [anonymous, unknown, own] = [freshText(), freshText(), freshText()]
      const unauthorized = [rejected(), withSeverity('medium', status(401))]
      // A parser before authentication discloses only what the client sent (RFC 9110 §15.5.1).
      const malformed = [rejected(), withSeverity('medium', status(401, 400)), advisory(status(401))]
      const writes = [
        ['no credential', { ...writing(context, anonymous), authorization: [] }, unauthorized],
        ['an unknown credential', { ...writing(context, unknown), token: unknownToken }, unauthorized],
        [
          'no credential, a malformed body',
          { ...writing(context, anonymous), authorization: [], body: '{"' },
          malformed,
        ],
      ] as const
      for (const [name, attempt, expectations] of writes) {
        const observed = await send(name, attempt)
        expect(name, observed, expectations, [observed])
      }
      await send('the valid credential', writing(context, own))
      const read = { method: 'GET', path: config.features.write?.read ?? '/' }
      const first = await send('read', read)
      await pause(laterMs)
      const second = await send('read again', read)
      expect('what the valid credential wrote', second, [canaryPresent(own)], [second])
      for (const observed of [first, second]) {
        expect('what a rejected request wrote', observed, [canaryAbsent(anonymous), canaryAbsent(unknown)], [observed])
      }
    },
  }),
]
