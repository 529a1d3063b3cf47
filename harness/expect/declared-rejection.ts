import type { TargetConfig } from '../model/target-config.ts'
import { atPointer } from '../wire/json-pointer.ts'

/** Whether a body is a rejection as the target declares them; false where it declares none. */
export function isDeclaredRejection({ rejection }: Pick<TargetConfig, 'rejection'>, body: string): boolean {
  if (!rejection) return false
  if ('pointer' in rejection) return isAt(rejection, body)
  return typeof rejection.body === 'string'
    ? body.includes(rejection.body)
    : new RegExp(rejection.body.source, rejection.body.flags.replace(/[gy]/g, '')).test(body)
}

interface Pointed {
  readonly pointer: string
  readonly equals: unknown
}

function isAt({ pointer, equals }: Pointed, body: string): boolean {
  try {
    return atPointer(JSON.parse(body), pointer) === equals
  } catch {
    return false
  }
}
