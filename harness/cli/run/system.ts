import { nearest } from '../../config/nearest.ts'
import { readSettings } from '../../config/read.ts'
import type { Settings } from '../../config/schema.ts'
import { ConformanceError } from '../../errors.ts'
import { isFeature } from '../../features/index.ts'
import { secretNames } from '../../features/secret.ts'
import type { Environment, System } from '../../model/system.ts'

/** @throws {ConformanceError} `USAGE` */
export function findSystem(name: string, systems: readonly System[]): System {
  const found = systems.find(({ id }) => id === name)
  if (found) return found
  const ids = systems.map(({ id }) => id)
  const likely = nearest(name, ids)
  throw new ConformanceError('USAGE', `There is no documented system ${JSON.stringify(name)}.`, {
    next: likely === undefined ? `Known are ${ids.join(', ')}.` : `Did you mean ${likely}?`,
  })
}

/** The environment, with what a document says of variables that are not set. */
export const withDefaults = (env: Environment, system: System | undefined): Environment => ({
  ...system?.defaults,
  ...Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
})

/**
 * The environment of a system: ours, under what `--env` gives the target. A value that only the run will have, `{audience}`,
 * says nothing.
 */
export const environmentOf = ({ env: given = {} }: Pick<Settings, 'env'>, ours: Environment): Environment => ({
  ...ours,
  ...Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) =>
      value === true || value.includes('{audience}') ? [] : [[name, value]],
    ),
  ),
})

/** What a system's document says, without the features whose secrets are not set: those are skipped. */
export function settingsOf(system: System, env: Environment): Settings {
  const known = withDefaults(env, system)
  const settings = system.settings(known)
  const kept = Object.entries(settings).filter(
    ([key, value]) => !isFeature(key) || secretNames(value).every((name) => known[name] !== undefined),
  )
  return readSettings(Object.fromEntries(kept), { kind: 'file', file: `The system ${system.id}` })
}

/** With the path of the system's resource, where the target is named by its origin alone. */
export function atPath(settings: Settings, { path }: System): Settings {
  const { target } = settings
  if (target === undefined) return settings
  const bare = /^https?:\/\/[^/?#]+\/?$/i.test(target)
  return bare ? { ...settings, target: target.replace(/\/$/, '') + path } : settings
}
