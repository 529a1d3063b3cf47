import type { Filter } from './filter.ts'
import { jwkNumberFilters } from './jwk-number.ts'
import { jwtFilters } from './jwt.ts'
import { oauthFilters } from './oauth.ts'
import { textFilters } from './text.ts'
import { urlFilters } from './url.ts'

/** The filters of placeholders in vectors and of references in flows. */
const filters: Readonly<Record<string, Filter>> = {
  ...textFilters,
  ...urlFilters,
  ...oauthFilters,
  ...jwtFilters,
  ...jwkNumberFilters,
}

/** The names of all filters. */
export const filterNames: readonly string[] = Object.keys(filters)

/** The source of a regular expression for a chain of filters, such as `|first-half|append:x`. */
export const filterChain = String.raw`(?:\|[a-z0-9-]+(?::[^|{}]*)?)*`

/** The filters of a chain, each with its argument. */
export const filtersIn = (chain: string): readonly (readonly [name: string, argument: string])[] =>
  chain
    .split('|')
    .slice(1)
    .map((step) => {
      const [name = '', ...argument] = step.split(':')
      return [name, argument.join(':')]
    })

/**
 * The text after all filters of a chain; undefined when one of them has no such variant.
 *
 * @throws {TypeError} for an unknown filter
 */
export function filtered(value: unknown, chain: string): string | undefined {
  let text: string | undefined = String(value)
  for (const [name, argument] of filtersIn(chain)) {
    const filter = Object.hasOwn(filters, name) ? filters[name] : undefined
    if (!filter) throw new TypeError(`no filter is named "${name}"`)
    text = text === undefined ? undefined : filter(text, argument)
  }
  return text
}
