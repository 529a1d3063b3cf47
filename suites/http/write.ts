import { randomBytes } from 'node:crypto'
import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { advisory, canaryAbsent, canaryPresent, rejected, status, weighing } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'

/** Reads again after so many milliseconds, for writers that work behind the answer. */
const laterMs = 100

const fresh = (): string => `canary${randomBytes(8).toString('hex')}`

const attemptOf = ({ config }: RunContext, canary: string): Attempt => {
  const { write } = config.features
  if (!write) return {}
  const body = write.body.replaceAll('{canary}', canary)
  return { method: write.method, path: write.path, body, fields: [`Content-Type: ${write.contentType}`] }
}

export const writeChecks: readonly Check[] = [
  defineCheck({
    id: 'http/no-side-effect-before-auth',
    title: 'does nothing for a request that it then refuses',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(9110, '15.5.2'), asvs('8.3.1')],
    needs: ['credential', 'write'],
    fix: 'Authenticate before the body is parsed, validated or stored: first in the chain, not as the last step of the handler.',
    knownIncidents:
      'Handlers that wrote and then checked; validation that answered strangers 422, with what the body should be.',
    sends:
      'Writes without a credential and with a wrong one, and a malformed one, each with a fresh word; then reads with the valid credential.',
    passes:
      'answers 401 (to a malformed one 400, with a warning), and none of the words is there to read; that of a valid write is',
    async run(context) {
      const { unknownToken, config, send, expect, pause } = context
      const [anonymous, stranger, own] = [fresh(), fresh(), fresh()]
      const denied = [rejected(), weighing('medium', status(401))]
      // A parser in front of everything says no more than what the sender knows (RFC 9110 §15.5.1).
      const unread = [rejected(), weighing('medium', status(401, 400)), advisory(status(401))]
      const refusals = [
        ['no credential', { ...attemptOf(context, anonymous), authorization: [] }, denied],
        ['a wrong credential', { ...attemptOf(context, stranger), token: unknownToken }, denied],
        [
          'no credential, a malformed body',
          { ...attemptOf(context, anonymous), authorization: [], body: '{"' },
          unread,
        ],
      ] as const
      for (const [name, attempt, expectations] of refusals) {
        const observed = await send(name, attempt)
        expect(name, observed, expectations, [observed])
      }
      await send('the valid credential', attemptOf(context, own))
      const read = { method: 'GET', path: config.features.write?.read ?? '/' }
      const first = await send('read', read)
      await pause(laterMs)
      const second = await send('read again', read)
      expect('what the valid credential wrote', second, [canaryPresent(own)], [second])
      for (const observed of [first, second]) {
        expect('what nobody wrote', observed, [canaryAbsent(anonymous), canaryAbsent(stranger)], [observed])
      }
    },
  }),
]
