import { exampleLine, features, isFeature } from '../features/index.ts'
import { credentialKind } from '../forge/jwt-credential.ts'
import type { Capability, Check } from '../model/check.ts'
import type { FeatureName } from '../model/features.ts'
import type { TargetConfig } from '../model/target-config.ts'
import { reasonAgainstBursts, reasonAgainstTiming } from './guard.ts'

const missing: Record<Exclude<Capability, FeatureName>, (config: TargetConfig) => string | undefined> = {
  credential: () => undefined,
  bearer: ({ channel }) =>
    channel.field.toLowerCase() === 'authorization' && channel.scheme.toLowerCase() === 'bearer'
      ? undefined
      : `the credential travels in ${channel.field}, not in Authorization: Bearer`,
  apikey: ({ channel, credential }) =>
    credential.kind === 'static' && channel.field.toLowerCase() !== 'authorization'
      ? undefined
      : 'the target takes no API key in a field of its own; --api-key-env NAME tests one',
  static: (config) =>
    credentialKind(config) === 'static'
      ? undefined
      : 'the credential is a JWT, whose signature is verified: it is not compared with a stored value',
  jwt: (config) =>
    credentialKind(config) === 'jwt'
      ? undefined
      : 'the credential is no JWT; --token-env NAME tests one, and --audience NAME makes our issuer mint them',
  issuer: ({ credential }) =>
    credential.kind === 'jwt' ? undefined : 'the target does not trust our issuer; --audience NAME enables it',
  bursts: reasonAgainstBursts,
  timing: reasonAgainstTiming,
  open: ({ open }) => (open ? undefined : 'the target checks credentials, as its config has it'),
  audience: ({ credential }) =>
    credential.kind === 'jwt' && credential.audience === undefined
      ? 'tokens for the target are declared to have no audience'
      : undefined,
  started: ({ started }) =>
    started
      ? undefined
      : 'we did not start the target; --exec "node server.js" lets us read what it writes, and start it again',
}

/** Whether a check judges no credential, so that it can be run against a target that accepts every request. */
function isForOpen({ needs }: Check): boolean {
  const others = needs.filter((need) => need !== 'bursts' && need !== 'timing')
  return others.length > 0 && others.every((need) => need === 'open' || isFeature(need))
}

const undeclared = (name: FeatureName, config: TargetConfig): string | undefined =>
  config.features[name] === undefined
    ? `no ${features[name].about.replace(/^an? /, '')} is declared; in the configuration file: ${exampleLine(name)}`
    : undefined

/** Why a check is not run for a configuration, with the flag that would enable it; undefined to run it. */
export function skipReason(check: Check, config: TargetConfig): string | undefined {
  if (config.open && !isForOpen(check)) {
    return 'the target is declared to accept everybody, so no credential can be judged'
  }
  for (const capability of check.needs) {
    const reason = isFeature(capability) ? undeclared(capability, config) : missing[capability](config)
    if (reason) return reason
  }
  return check.skipIf?.(config)
}
