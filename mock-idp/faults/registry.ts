import { randomUUID } from 'node:crypto'
import type { JwkSet } from '../keys/jwk.ts'
import type { ActiveFault, Fault, FaultRecipe } from './fault.ts'

/** The faults of one issuer, applied in the order in which they were set. */
export interface FaultRegistry {
  list(): readonly Fault[]
  /** @param jwks what `stale-jwks` goes on serving */
  add(recipe: FaultRecipe, jwks?: JwkSet): Fault
  /** Of one id, or all. */
  clear(id?: string): void
  /** The first fault set for an endpoint, counted as used once. */
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
