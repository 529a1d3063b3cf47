import { randomUUID } from 'node:crypto'
import type { JwkSet } from '../keys/jwk.ts'
import type { ActiveFault, Fault, FaultRecipe } from './fault.ts'

/** The faults of one issuer, in the order in which they were set. */
export interface FaultRegistry {
  list(): readonly Fault[]
  /** @param jwks the current JWK Set, which `stale-jwks` keeps sending */
  add(recipe: FaultRecipe, jwks?: JwkSet): Fault
  /** Removes the fault with this id; without an id, all faults. */
  clear(id?: string): void
  /** The first fault that applies to the endpoint. Its remaining `times` are decreased. */
  take(endpoint: string): ActiveFault | undefined
}

export const createFaultRegistry = (): FaultRegistry => {
  let faults: readonly ActiveFault[] = []

  const take = (endpoint: string): ActiveFault | undefined => {
    if (faults.length === 0) return undefined
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
    take,
  }
}

const defaultEndpoint: Partial<Record<Fault['kind'], string>> = {
  'stale-jwks': 'jwks',
  'empty-jwks': 'jwks',
  'wrong-issuer': 'openid-configuration',
}
