import type { Settings } from '../../../config/schema.ts'
import { completeTargetConfig } from '../../../config/target-config.ts'
import { ConformanceError } from '../../../errors.ts'
import type { Features } from '../../../features/index.ts'
import { featureNames } from '../../../features/index.ts'
import type { Channel, DeclaredDeviations, TargetConfig } from '../../../model/target-config.ts'
import { checkTarget } from './target-url.ts'

/** What the settings say about the target; its URL may still hold `{port}`. */
export function targetConfigOf(
  settings: Settings,
  credential: TargetConfig['credential'],
  secrets: TargetConfig['secrets'] = {},
): TargetConfig {
  const { target = '', data, header = [], rejectedStatus, rejection, browsers, accepts, exec, image } = settings
  const channel = channelOf(settings)
  const fields = header.map(onWire)
  if (fields.some((line) => line.toLowerCase().startsWith(`${channel.field.toLowerCase()}:`))) {
    throw new ConformanceError('USAGE', `--header must not give ${channel.field}: that field carries the credential.`, {
      next: 'Name the credential with --token-env or --api-key-env.',
    })
  }
  return completeTargetConfig({
    target: checkTarget(target, exec !== undefined || image !== undefined),
    credential,
    method: settings.method?.toUpperCase() ?? (data === undefined ? 'GET' : 'POST'),
    fields,
    channel,
    ...(data !== undefined && { body: onWire(data) }),
    ...(rejectedStatus !== undefined && { rejectedStatus }),
    ...(rejection && { rejection }),
    ...(browsers && { browsers }),
    ...(accepts && { accepts: withoutUndefined(accepts) }),
    features: featuresOf(settings),
    open: settings.open ?? false,
    allowRemoteBursts: settings.allowRemoteBursts ?? false,
    ...timingOf(settings),
    started: exec !== undefined || image !== undefined,
    secrets,
  })
}

/** As a text is sent in UTF-8: one character a byte. */
const onWire = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

const channelOf = ({ channel, apiKeyEnv, apiKeyHeader = 'X-API-Key', scheme }: Settings): Channel =>
  channel ??
  (apiKeyEnv === undefined
    ? { field: 'Authorization', scheme: scheme ?? 'Bearer' }
    : { field: apiKeyHeader, scheme: scheme ?? '' })

/** Milliseconds for each comparison of two groups, unless the settings say otherwise. */
const defaultBudgetMs = 30_000

/** Nanoseconds: far below the noise of a network, and reached with quick servers in the usual time. */
const defaultResolution = 50

function timingOf(settings: Settings): Pick<TargetConfig, 'timing' | 'noTiming'> {
  if (settings.timing === false) return { noTiming: true }
  const { timingBudget: budgetMs = defaultBudgetMs, timingResolution: resolution = defaultResolution } = settings
  return { timing: { budgetMs, resolution, remote: settings.timingRemote ?? false, raw: settings.timingRaw ?? false } }
}

/** What the settings declare besides the protected resource. */
export const featuresOf = (settings: Settings): Features =>
  Object.fromEntries(featureNames.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]]])))

const withoutUndefined = (accepts: NonNullable<Settings['accepts']>): Partial<DeclaredDeviations> =>
  Object.fromEntries(Object.entries(accepts).filter(([, value]) => value !== undefined))
