import { filterChain, filtered, filtersIn } from '../../template/filters/index.ts'

/** Finds the value of a name. `known: false` is a name that nobody has declared; such braces are left as they stand. */
export type Lookup = (name: string) => Found

export type Found = { readonly known: false } | { readonly known: true; readonly value: unknown }

/** Thrown for a reference to a value that did not come. */
export class MissingValue extends Error {
  override readonly name = 'MissingValue'
}

const reference = new RegExp(String.raw`\{([A-Za-z][\w -]*(?:\.[\w-]+)*)(${filterChain})\}`, 'g')

interface Reference {
  readonly whole: string
  readonly name: string
  /** Such as `|first-half|append:x`. */
  readonly chain: string
}

/** The names of the filters of a reference. */
export const filterNamesIn = ({ chain }: Reference): readonly string[] => filtersIn(chain).map(([name]) => name)

/** The references in a value, however deep. */
export function referencesIn(value: unknown): readonly Reference[] {
  if (typeof value === 'string') {
    return [...value.matchAll(reference)].map(([whole, name = '', chain = '']) => ({ whole, name, chain }))
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(referencesIn) : []
}

/**
 * The value with every reference replaced. A text that is one reference without filters keeps the type of its value.
 *
 * @throws {MissingValue} for a name that is known but has no value, or none of this variant
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
  if (only && only.whole === text && only.chain === '') {
    const found = lookup(only.name)
    return found.known ? present(only.name, found.value) : text
  }
  return referencesIn(text).reduce((rendered, one) => {
    const found = lookup(one.name)
    if (!found.known) return rendered
    const value = present(`${one.name}${one.chain}`, filtered(present(one.name, found.value), one.chain))
    return rendered.replace(one.whole, () => value)
  }, text)
}

function present<Value>(name: string, value: Value | undefined): Value {
  if (value === undefined) throw new MissingValue(`${name} has no value`)
  return value
}
