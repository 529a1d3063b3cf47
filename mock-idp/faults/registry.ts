import { randomUUID } from 'node:crypto'
import type { Call } from '../http/call.ts'
import type { JwkSet } from '../model.ts'
import type { Fault, FaultRecipe } from './fault.ts'
import { type Captured, faultKinds } from './fault-kinds.ts'

/** The faults of one issuer, applied in the order in which they were set. */
export interface FaultRegistry {
  list(): readonly Fault[]
  /** @param jwks what `stale-jwks` goes on serving */
  add(recipe: FaultRecipe, jwks?: JwkSet): Fault
  /** Of one id, or all. */
  clear(id?: string): void
  /** Answers the call, with the first fault set for its endpoint, if there is one. */
  around(call: Call, answer: () => Response | Promise<Response>): Response | Promise<Response>
}

export const createFaultRegistry = (): FaultRegistry => {
  let faults: readonly (Fault & Captured)[] = []

  const take = (endpoint: string): (Fault & Captured) | undefined => {
    const fault = faults.find((one) => one.endpoint === endpoint || one.endpoint === '*')
    if (fault?.times === undefined) return fault
    const times = fault.times - 1
    faults = faults.flatMap((one) => (one !== fault ? [one] : times > 0 ? [{ ...one, times }] : []))
    return fault
  }

  return {
    list: () => faults.map(({ jwks, ...fault }) => fault),
    add(recipe, jwks) {
      const fault: Fault = { endpoint: defaultEndpoint[recipe.kind] ?? '*', ...recipe, id: randomUUID() }
      faults = [...faults, { ...fault, ...(recipe.kind === 'stale-jwks' && jwks && { jwks }) }]
      return fault
    },
    clear(id) {
      faults = id === undefined ? [] : faults.filter((fault) => fault.id !== id)
    },
    around(call, answer) {
      // Nearly always there is none, and then a call costs nothing more.
      const fault = faults.length === 0 ? undefined : take(call.endpoint)
      if (!fault) return answer()
      call.draft.fault = fault.kind
      return faultKinds[fault.kind].apply(fault, call, answer)
    },
  }
}

const defaultEndpoint: Partial<Record<Fault['kind'], string>> = {
  'stale-jwks': 'jwks',
  'empty-jwks': 'jwks',
  'wrong-issuer': 'openid-configuration',
}
