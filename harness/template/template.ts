import { filterChain, filtered } from './filters/index.ts'

/** Values of placeholders by name; undefined where this target has none. */
export type Values = Readonly<Record<string, unknown>>

/** `{name|filter|filter:argument}`. */
const placeholder = new RegExp(String.raw`\{([a-zA-Z][\w.]*)(${filterChain})\}`, 'g')
const wholePlaceholder = new RegExp(`^${placeholder.source}$`)

const isKnown = (values: Values, name: string): boolean => Object.hasOwn(values, name)

/**
 * The text with its placeholders replaced, each once: a value that holds braces is not rendered again. A text that is
 * one placeholder without filters keeps the type of its value. Unknown names are left as they stand. Undefined when a
 * value or a variant does not exist on this target.
 */
export function renderText(text: string, values: Values): unknown {
  if (!text.includes('{')) return text
  const [, whole = '', chain] = wholePlaceholder.exec(text) ?? []
  if (chain === '' && isKnown(values, whole)) return values[whole]
  let missing = false
  const rendered = text.replace(placeholder, (original, name: string, chain: string) => {
    if (!isKnown(values, name)) return original
    const value = values[name]
    const replacement = value === undefined ? undefined : filtered(value, chain)
    missing ||= replacement === undefined
    return replacement ?? ''
  })
  return missing ? undefined : rendered
}

/**
 * Renders every string of a JSON value, keys included. A list that stands for one member of a list becomes its members.
 * Undefined when anything in it does not exist on this target.
 */
export function renderValue(value: unknown, values: Values): unknown {
  if (typeof value === 'string') return renderText(value, values)
  if (Array.isArray(value)) {
    const rendered = value.map((each: unknown) => [each, renderValue(each, values)] as const)
    if (rendered.some(([, each]) => each === undefined)) return undefined
    return rendered.flatMap(([original, each]) => (typeof original === 'string' && Array.isArray(each) ? each : [each]))
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(([key, each]): readonly [unknown, unknown] => [renderText(key, values), renderValue(each, values)])
  return entries.some(([key, each]) => key === undefined || each === undefined)
    ? undefined
    : Object.fromEntries(entries.map(([key, each]) => [String(key), each]))
}

/** The names of all placeholders in the strings of a JSON value. */
export function namesIn(value: unknown): ReadonlySet<string> {
  const found = JSON.stringify(value)?.matchAll(placeholder) ?? []
  return new Set([...found].flatMap(([, name]) => (name === undefined ? [] : [name])))
}
