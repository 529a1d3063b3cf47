import type { CheckInput } from '../model/check.ts'
import type { ListName } from '../model/condition.ts'
import type { Values } from './template.ts'
import { tokenLists } from './token-lists.ts'

const identityNames = ({ config }: CheckInput): readonly string[] => [
  'default',
  ...Object.keys(config.features.identities ?? {}),
]

const resourcesOf = ({ config }: CheckInput) => config.features.resources ?? []
const routesOf = ({ config }: CheckInput) => config.features.scopes ?? []

const unique = <Item>(items: readonly Item[]): readonly Item[] => [...new Set(items)]

/** Each identity at each resource that lists who may reach it. */
const listedAccess = (input: CheckInput, allowed: boolean): readonly Values[] =>
  resourcesOf(input).flatMap(({ path, allows }) =>
    allows === undefined
      ? []
      : identityNames(input)
          .filter((identity) => allows.includes(identity) === allowed)
          .map((identity) => ({ identity, path })),
  )

/** The items of each list; the members of an item are placeholders such as `{allowed.path}`. */
const lists: Readonly<Record<ListName, (input: CheckInput) => readonly Values[]>> = {
  /** Names of all identities, `default` included. */
  identity: (input) => identityNames(input).map((name) => ({ name })),
  /** An identity, and a resource whose list names it. */
  allowed: (input) => listedAccess(input, true),
  /** An identity, and a resource whose list does not name it. */
  notAllowed: (input) => listedAccess(input, false),
  /** A resource that any valid credential may reach. */
  openResource: (input) => resourcesOf(input).flatMap(({ path, allows }) => (allows === undefined ? [{ path }] : [])),
  /** A request and the scope that it needs. */
  route: (input) => routesOf(input).map(({ method, path, scope }) => ({ method, path, scope })),
  firstRoute: (input) => lists.route(input).slice(0, 1),
  /** A request and a declared scope that it does not need. */
  otherScope: (input) =>
    routesOf(input).flatMap(({ method, path, scope }) =>
      unique(routesOf(input).map((route) => route.scope))
        .filter((other) => other !== scope)
        .map((other) => ({ method, path, scope: other })),
    ),
  /** A declared path by a method for which no scope is declared. */
  unlistedMethod: (input) =>
    unique(routesOf(input).map(({ path }) => path)).flatMap((path) =>
      ['HEAD', 'PATCH']
        .filter((method) => !routesOf(input).some((route) => route.method === method))
        .map((method) => ({ method, path })),
    ),
  ...tokenLists,
}

/** The placeholders of each combination of items, in the order of the lists. */
export function combinations(names: readonly ListName[], input: CheckInput): readonly Values[] {
  const [name, ...rest] = names
  if (name === undefined) return [{}]
  return lists[name](input).flatMap((item: Values) => {
    const own = Object.fromEntries(Object.entries(item).map(([member, value]) => [`${name}.${member}`, value]))
    return combinations(rest, input).map((others) => ({ ...own, ...others }))
  })
}
