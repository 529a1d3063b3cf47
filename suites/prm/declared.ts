import type { Known } from '../../harness/model.ts'

const wellKnown = '/.well-known/oauth-protected-resource'

/** Where the metadata of a resource are: its path behind the well-known one (RFC 9728 §3.1). */
export const metadataPath = ({ target }: Pick<Known, 'target'>): string =>
  target.pathname === '/' ? wellKnown : `${wellKnown}${target.pathname}`

/** The identifier of the resource, as a client would have it. */
export const resourceOf = ({ target, profile }: Pick<Known, 'target' | 'profile'>): string =>
  profile.features.prm?.resource ?? target.origin + (target.pathname === '/' ? '' : target.pathname)
