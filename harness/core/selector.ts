import type { Check } from '../model/check.ts'

/** `bearer`, `bearer/no-scheme-rejected` or `bearer/no-scheme-rejected[leading space]`. */
export interface Selector {
  readonly prefix: string
  readonly vector?: string
}

/** Reads `--only`; `undefined` when it is no id. */
export function parseSelector(text: string): Selector | undefined {
  const match = /^([a-z0-9-]+(?:\/[a-z0-9-]+)?)(?:\/crash)?(?:\[(.*)\])?$/s.exec(text)
  if (!match?.[1]) return undefined
  return match[2] === undefined ? { prefix: match[1] } : { prefix: match[1], vector: match[2] }
}

export const selects = ({ prefix }: Selector, id: string): boolean => id === prefix || id.startsWith(`${prefix}/`)

/** The vector that is selected of a check; undefined for all. */
export const vectorFor = ({ id }: Pick<Check, 'id'>, only: readonly Selector[]): string | undefined =>
  only.find(({ prefix, vector }) => prefix === id && vector !== undefined)?.vector
