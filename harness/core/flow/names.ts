import { isFeature } from '../../features/index.ts'
import type { TargetConfig } from '../../model/target-config.ts'
import type { Found, Lookup } from './references.ts'

type Values = Readonly<Record<string, unknown>>

/** What is known while a flow is played: by name what its steps gave, and what the configuration declares. */
export interface Names {
  readonly lookup: Lookup
  value(name: string): unknown
  set(name: string, values: Values): void
}

/**
 * `declared` are the names that steps will have, so that a reference to one that was not played is known as missing.
 * A secret of the configuration is named like any other value: `{op.client.secret}`.
 */
export function createNames({ features, secrets }: TargetConfig, declared: Iterable<string>, more: Values): Names {
  const steps = new Map<string, Values | undefined>([...declared].map((name) => [name, undefined]))
  const lookup: Lookup = (name) => {
    const [root = '', ...fields] = name.split('.')
    const holder = [Object.fromEntries(steps), more, features as Values].find((one) => Object.hasOwn(one, root))
    if (!holder) return isFeature(root) ? found(undefined) : { known: false }
    return found(fields.reduce((value, field) => member(value, field, secrets), holder[root]))
  }
  return {
    lookup,
    value(name) {
      const one = lookup(name)
      return one.known ? one.value : undefined
    },
    set: (name, values) => {
      steps.set(name, { ...steps.get(name), ...values })
    },
  }
}

const found = (value: unknown): Found => ({ known: true, value: value ?? undefined })

function member(value: unknown, field: string, secrets: TargetConfig['secrets']): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return undefined
  const one: unknown = (value as Values)[field]
  if (typeof one === 'object' && one !== null && 'env' in one && typeof one.env === 'string') {
    return secrets[one.env] ?? ''
  }
  return one
}
