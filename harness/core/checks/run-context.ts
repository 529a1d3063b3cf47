import type { Check, CheckInput } from '../../model/check.ts'
import type { Launched, RunContext } from '../../model/run-context.ts'
import { unknownTokenLike } from '../credential.ts'
import { type Judged, judge } from '../judge.ts'
import type { Session } from '../session.ts'
import { type OpenListener, openListener } from './listener.ts'

/**
 * Runs a program with its context, and stops what it started. Resolves to its judgements, or to the reason why no part
 * of it applies to the target.
 */
export async function withRunContext(
  session: Session,
  check: Pick<Check, 'id' | 'needs'>,
  input: CheckInput,
  program: (context: RunContext) => Promise<void>,
): Promise<readonly Judged[] | string> {
  let skipped: string | undefined
  const judged: Judged[] = []
  const listeners: OpenListener[] = []
  const launches: Launched[] = []
  const sender = session.forCheck(check, input)
  const context: RunContext = {
    ...input,
    ...sender,
    get control() {
      if (session.control) return session.control
      throw new TypeError('control needs an issuer that the target trusts')
    },
    get output() {
      if (session.output) return session.output
      throw new TypeError('output needs a target that we start')
    },
    async launch(settings, secrets, issuer) {
      const launched = await sender.launch(settings, secrets, issuer)
      launches.push(launched)
      return launched
    },
    ...(session.authority && { authority: session.authority }),
    async listen(answer, certificate) {
      const opened = await openListener(answer, certificate)
      listeners.push(opened)
      return opened
    },
    unknownTokenLike,
    disturbances: session.disturbances,
    skip(reason) {
      skipped = reason
    },
    leaveOut(vector, reason) {
      judged.push({ vector, expected: [], judgements: [{ kind: 'skipped', reason }], evidence: [] })
    },
    expect(vector, subject, expectations, evidence, measurement) {
      judged.push(judge(vector, subject, expectations, evidence, measurement))
    },
  }
  try {
    await program(context)
  } finally {
    await Promise.all([
      ...listeners.map((listener) => listener.close()),
      ...launches.map((launched) => launched.stop()),
    ])
  }
  return judged.length === 0 && skipped !== undefined ? skipped : judged
}
