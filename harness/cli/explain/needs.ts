import type { Capability, Check } from '../../model.ts'

const capabilities: Readonly<Record<Capability, string>> = {
  credential: 'any credential',
  bearer: 'a bearer token in Authorization',
  static: 'a shared token (--token-env)',
  issuer: 'a target that trusts our issuer (--audience)',
}

/** What a check needs from the target's profile, for people. */
export const needsOf = ({ needs }: Check): string =>
  needs.length === 0 ? 'nothing' : needs.map((need) => capabilities[need]).join(', ')
