import type { FeatureName } from '../../features/index.ts'
import { features, isFeature } from '../../features/index.ts'
import type { Capability, Check } from '../../model/check.ts'

const capabilities: Readonly<Record<Exclude<Capability, FeatureName>, string>> = {
  credential: 'any credential',
  bearer: 'a bearer token in Authorization',
  static: 'a shared token (--token-env)',
  apikey: 'an API key in a field of its own (--api-key-env)',
  issuer: 'a target that trusts our issuer (--audience)',
  audience: 'tokens with an audience',
  open: 'a target that serves everybody',
  bursts: 'a target on this machine, or --allow-remote-bursts',
  timing: 'a target on this machine, or --timing-remote; no --no-timing',
  started: 'a target that we start (--exec)',
}

/** What a check needs from the target's configuration, for people. */
export const needsOf = ({ needs }: Check): string => (needs.length === 0 ? 'nothing' : needs.map(describe).join(', '))

const describe = (need: Capability): string =>
  isFeature(need) ? `${features[need].about} (${need})` : capabilities[need]
