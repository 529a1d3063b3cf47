import type { FeatureName } from '../../features/index.ts'
import type { Capability, Check } from '../../model/check.ts'

/** What a check can need besides features, for people. */
export const capabilities: Readonly<Record<Exclude<Capability, FeatureName>, string>> = {
  credential: 'any credential',
  bearer: 'a bearer token in Authorization',
  static: 'a shared token (--token-env)',
  jwt: 'a JWT (--token-env, or --audience)',
  apikey: 'an API key in a field of its own (--api-key-env)',
  issuer: 'a target that trusts our issuer (--audience)',
  audience: 'tokens with an audience',
  open: 'a target that accepts every request',
  bursts: 'a target on this machine, or --allow-remote-bursts',
  timing: 'a target on this machine, or --timing-remote; no --no-timing',
  started: 'a target that we start (--exec)',
}

const isFeature = (need: Capability): need is FeatureName => !Object.hasOwn(capabilities, need)

/** What a check needs from the target's configuration, for people. */
export async function needsOf({ needs }: Pick<Check, 'needs'>): Promise<string> {
  if (needs.length === 0) return 'nothing'
  const texts = await Promise.all(needs.map((need) => (isFeature(need) ? describeFeature(need) : capabilities[need])))
  return texts.join(', ')
}

/** Loaded only where it is needed: features bring their schemas. */
async function describeFeature(name: FeatureName): Promise<string> {
  const { features } = await import('../../features/index.ts')
  return `${features[name].about} (${name})`
}
