import type { Issuer } from '../../../mock-idp/model.ts'
import { describeDuration } from '../../config/duration.ts'
import { composeAttempt } from '../../core/compose.ts'
import { tokenRecipe } from '../../core/credential.ts'
import { isDeclaredRejection } from '../../expect/declared-rejection.ts'
import { retryUntil } from '../../targets/retry-until.ts'
import { createWireClient } from '../../wire/client.ts'
import { certificateAdvice } from '../../wire/failure.ts'
import { composeRequest } from '../../wire/request.ts'
import type { Sink } from '../io.ts'
import type { RunPlan } from './run-plan.ts'
import type { BroughtUp } from './target/bring-up.ts'

export interface Acceptance extends Pick<BroughtUp, 'config' | 'ended'> {
  readonly issuer: Issuer
  readonly plan: RunPlan
  readonly signal: AbortSignal
  readonly stderr: Sink
}

/**
 * Waits until the target accepts a token of the issuer; the gate reports where it never does. The wait also ends when a
 * target that we started ends.
 */
export async function waitForAcceptance({ config, issuer, ended, plan, signal, stderr }: Acceptance): Promise<void> {
  const { acceptMs: waitMs, settings } = plan
  const { timeout: timeoutMs } = settings
  const { credential } = config
  if (credential.kind !== 'jwt') return
  const url = new URL(config.target)
  const { ca } = config
  const wire = createWireClient({
    origin: url,
    signal,
    ...(ca !== undefined && { ca }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  })
  let said = ''
  const say = (answer: string) => {
    if (answer === said) return
    const waiting = said === '' ? ` Waiting up to ${describeDuration(waitMs)} until it takes a token.` : ''
    stderr.write(`${url.href}: ${answer}.${waiting}\n`)
    said = answer
  }
  try {
    await retryUntil(
      async () => {
        const token = await issuer.mint(tokenRecipe(credential))
        const message = composeAttempt({}, config, url, token)
        const bytes = composeRequest({ ...message, fields: [...message.fields, 'Connection: close'] })
        const { response, failure } = await wire.send({ method: message.method, bytes })
        const rejection = response && isDeclaredRejection(config, response.body.toString('utf8'))
        if (response && response.status >= 200 && response.status < 300 && !rejection) return true
        // The gate says what to do about it.
        if (failure && certificateAdvice(failure)) return true
        if (!signal.aborted) say(response ? `${response.status} ${response.reason}`.trim() : (failure?.detail ?? ''))
        return ended?.() === undefined ? undefined : true
      },
      { everyMs: 300, forMs: waitMs, signal },
    )
  } finally {
    wire.close()
  }
}
