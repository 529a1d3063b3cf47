import { IdpError } from '../errors.ts'
import type { Route } from '../http/route.ts'
import { classicModelsRoutes } from './classic-models/index.ts'
import { clerkRoutes } from './clerk/index.ts'
import { type DialectName, dialectNames } from './dialect.ts'

const routesOf: Readonly<Record<DialectName, readonly Route[]>> = {
  clerk: clerkRoutes,
  'classic-models': classicModelsRoutes,
}

/**
 * The routes of the named dialects.
 *
 * @throws {IdpError} `OPTIONS` for an unknown name
 */
export const dialectRoutes = (names: readonly DialectName[]): readonly Route[] =>
  [...new Set(names)].flatMap((name) => {
    if (dialectNames.includes(name)) return routesOf[name]
    throw new IdpError('OPTIONS', `There is no dialect ${JSON.stringify(name)}; use ${dialectNames.join(' or ')}.`)
  })
