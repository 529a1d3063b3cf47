import { cwe, defineCheck } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Observed } from '../../harness/model/expectation.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { allAcceptedAtOnce, sameAlone } from './expect.ts'

/** Valid requests that are sent at once. */
const most = 40

/** A declared limit must not be used up. */
const countFor = ({ features: { limit } }: TargetConfig): number =>
  limit ? Math.min(most, Math.floor(limit.requests / 2)) : most

/** Results of other checks that are shown. */
const shown = 20

export const concurrentChecks: readonly Check[] = [
  defineCheck({
    id: 'http/concurrent-requests',
    title: 'must answer concurrent requests as it answers each of them alone',
    level: 'security',
    severity: 'high',
    spec: [cwe(362)],
    needs: ['credential'],
    exclusive: true,
    fix: 'Keep the data of a request in its own variables. A variable of the module, a field of a shared object or a shared buffer may be changed by another request during each await, or by another thread at any time.',
    knownIncidents:
      'The user of the moment in a global variable; one database connection, parser or cipher object that all requests share.',
    sends: `The valid request ${most} times at once (with a declared limit, half of it at most), as many of them under way as --concurrency allows; where one is not accepted, half as many in turn. Before, each check in which a request failed, timed out or was wrongly rejected has been repeated with one request at a time.`,
    passes:
      'must accept each of the valid requests, and answer those of the repeated checks alone as it did among others; where it only takes too long among others, it is a warning, if the valid ones take too long, too',
    because: 'It judges what the engine found when it repeated other checks.',
    repeatsItself: true,
    async run({ config, send, expect, disturbances }) {
      const name = `${countFor(config)} valid requests at once`
      const answers = await Promise.all(Array.from({ length: countFor(config) }, () => send(name, {})))
      const rejected = answers.filter(({ accepted }) => !accepted)
      const inTurn: Observed[] = []
      while (rejected.length > 0 && inTurn.length < most / 2) inTurn.push(await send(`${name}, then in turn`, {}))
      expect(name, { answers, inTurn }, [allAcceptedAtOnce()], rejected.slice(0, 3))
      for (const disturbance of disturbances.slice(0, shown)) {
        const { check, vector, evidence } = disturbance
        const compared = { ...disturbance, all: disturbances.length, othersAccepted: rejected.length === 0 }
        expect(`${check}[${vector}]`, compared, [sameAlone()], evidence)
      }
    },
  }),
]
