import type { CheckInput } from '../../harness/model/check.ts'

const wellKnown = '/.well-known/oauth-protected-resource'

/** Where the metadata of a resource are: its path behind the well-known one (RFC 9728 §3.1). */
export const metadataPath = ({ target }: Pick<CheckInput, 'target'>): string =>
  target.pathname === '/' ? wellKnown : `${wellKnown}${target.pathname}`

/** The identifier of the resource, as a client would have it. */
export const resourceOf = ({ target, config }: Pick<CheckInput, 'target' | 'config'>): string =>
  config.features.prm?.resource ?? target.origin + (target.pathname === '/' ? '' : target.pathname)
