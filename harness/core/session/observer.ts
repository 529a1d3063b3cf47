import { isDeclaredRejection } from '../../expect/declared-rejection.ts'
import type { Attempt, Observed } from '../../model/expectation.ts'
import type { TargetConfig } from '../../model/target-config.ts'
import type { WireAnswer, WireRequest } from '../../wire/client.ts'
import type { ExtendableMask } from '../../wire/masking/mask.ts'
import { recordExchange } from '../../wire/record.ts'
import { capturedInHead, capturedMembers, maskedPart } from './captured.ts'
import { type Answer, answerOf, type Fingerprint, isAccepted, isDisclosed } from './fingerprint.ts'

/** An attempt that was sent, and what came of it. */
export interface Sent {
  readonly attempt: Attempt
  readonly request: WireRequest
  readonly answer: WireAnswer
}

/** What answers are compared with. */
interface Reference {
  readonly fingerprint: Fingerprint
  /** Answers to unknown credentials; absent until there are any. */
  readonly rejections?: readonly Answer[]
}

/** Records what was sent and received, and compares it with what the target protects. */
export interface Observer {
  observe(sentFor: string, sent: Sent, role: Observed['role']): Observed
  /** Before, no answer counts as accepted. */
  compareWith(reference: Reference): void
  /** Everything observed so far, in the order of the answers. */
  readonly observed: readonly Observed[]
}

/**
 * A run captures hundreds of tokens: one of them has six letters of `WWW-Authenticate` in a row by chance, and a masked field
 * is judged as another one.
 */
const shortestCaptured = 12

export function createObserver(config: TargetConfig, mask: ExtendableMask): Observer {
  const observed: Observed[] = []
  let reference: Reference | undefined
  let capturedCount = 0

  /** Masks the values from now on, in the record of this answer, too. */
  const maskCaptured = (values: Readonly<Record<string, string>>): void => {
    for (const [name, value] of Object.entries(values)) {
      mask.add({ name: `${name} ${++capturedCount}`, value: maskedPart(value), shortestPart: shortestCaptured })
    }
  }

  return {
    observed,
    compareWith(next) {
      reference = next
    },
    observe(sentFor, { attempt, request, answer }, role) {
      const { captureMembers, captureBody = false, secrets = {} } = attempt
      const { response } = answer
      const whole = response && answerOf(response)
      const captured = captureMembers && capturedMembers(whole?.body ?? '', captureMembers)
      maskCaptured(secrets)
      if (captured) maskCaptured(captured)
      if (captureBody && response) maskCaptured(capturedInHead(response.fields))
      const compared = whole && reference && { ...reference, whole }
      const isRejection = whole !== undefined && isDeclaredRejection(config, whole.body)
      const byBody = config.rejection && { isRejection }
      const one: Observed = {
        sentFor,
        role,
        attempt,
        exchange: recordExchange(request, answer, mask),
        disclosed: compared !== undefined && isDisclosed(compared.fingerprint, compared.whole, byBody),
        accepted:
          compared !== undefined &&
          !captured &&
          !captureBody &&
          isAccepted(compared.fingerprint, compared.rejections, compared.whole, byBody),
        ...(isRejection && { declaredRejection: isRejection }),
        ...(captured && { captured }),
        ...(captureBody &&
          response &&
          whole && { unmasked: { status: whole.status, fields: response.fields, body: whole.body } }),
        config,
      }
      observed.push(one)
      return one
    },
  }
}
