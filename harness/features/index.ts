import { inspect } from 'node:util'
import type { z } from 'zod'
import { cors } from './cors.ts'
import { health } from './health.ts'
import { identities } from './identities.ts'
import { jwks } from './jwks.ts'
import { launch } from './launch.ts'
import { limit } from './limit.ts'
import { login } from './login.ts'
import { objects } from './objects.ts'
import { op } from './op.ts'
import { prm } from './prm.ts'
import { resources } from './resources.ts'
import { scopes } from './scopes.ts'
import { stream } from './stream.ts'
import { tokens } from './tokens.ts'
import { write } from './write.ts'

/** All features, in the order in which they are documented. The only list. */
export const features = {
  health,
  write,
  cors,
  identities,
  resources,
  objects,
  scopes,
  stream,
  tokens,
  login,
  limit,
  jwks,
  op,
  prm,
  launch,
} as const

export type FeatureName = keyof typeof features

type Schemas = { readonly [Name in FeatureName]: (typeof features)[Name]['schema'] }

/** What a configuration declares. */
export type Features = { readonly [Name in FeatureName]?: z.output<Schemas[Name]> }

export const featureNames = Object.keys(features) as FeatureName[]

/** Of the configuration file. */
export const featureSchemas = Object.fromEntries(featureNames.map((name) => [name, features[name].schema])) as Schemas

export const isFeature = (name: string): name is FeatureName => Object.hasOwn(features, name)

/** A line of the configuration file that declares a feature, to copy: `health: { path: '/health' }`. */
export const exampleLine = (name: FeatureName): string =>
  `${name}: ${inspect(features[name].example, { depth: null, breakLength: Number.POSITIVE_INFINITY })}`
