import { filters } from './filters.ts'

/** Finds the value of a name. `known: false` is a name that nobody has declared; such braces are left as they stand. */
export type Lookup = (name: string) => Found

export type Found = { readonly known: false } | { readonly known: true; readonly value: unknown }

/** Thrown for a reference to a value that did not come. */
export class MissingValue extends Error {
  override readonly name = 'MissingValue'
}

const reference = /\{([A-Za-z][\w -]*(?:\.[\w-]+)*)((?:\|[\w-]+)*)\}/g

interface Reference {
  readonly whole: string
  readonly name: string
  readonly filters: readonly string[]
}

/** The references in a value, however deep. */
export function referencesIn(value: unknown): readonly Reference[] {
  if (typeof value === 'string') {
    return [...value.matchAll(reference)].map(([whole, name = '', applied = '']) => ({
      whole,
      name,
      filters: applied.split('|').slice(1),
    }))
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(referencesIn) : []
}

/**
 * The value with every reference replaced. A text that is one reference without filters keeps the type of its value.
 *
 * @throws {MissingValue} for a name that is known but has no value
 * @throws {TypeError} for an unknown filter
 */
export function resolve<Value>(value: Value, lookup: Lookup): Value
export function resolve(value: unknown, lookup: Lookup): unknown {
  if (typeof value === 'string') return resolveText(value, lookup)
  if (Array.isArray(value)) return value.map((each) => resolve(each, lookup))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolve(each, lookup)]))
}

function resolveText(text: string, lookup: Lookup): unknown {
  const [only] = referencesIn(text)
  if (only && only.whole === text && only.filters.length === 0) {
    const found = lookup(only.name)
    return found.known ? present(only.name, found.value) : text
  }
  return referencesIn(text).reduce((rendered, one) => {
    const found = lookup(one.name)
    if (!found.known) return rendered
    const value = String(present(one.name, found.value))
    return rendered.replace(one.whole, () => one.filters.reduce(applyFilter, value))
  }, text)
}

function present(name: string, value: unknown): unknown {
  if (value === undefined) throw new MissingValue(`${name} has no value`)
  return value
}

function applyFilter(text: string, name: string): string {
  const filter = filters[name]
  if (!filter) throw new TypeError(`there is no filter ${JSON.stringify(name)}`)
  return filter(text)
}
