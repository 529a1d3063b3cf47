import type { DialectName } from '../../../../mock-idp/dialects/dialect.ts'
import type { Settings } from '../../../config/schema.ts'
import { hostOfContainers } from '../../../targets/container/host.ts'

export interface IssuerPlan {
  readonly port: number
  readonly hostname?: string
  /** As the target sees it; where it listens when absent. */
  readonly issuer?: string
  /** Algorithms that it must sign with. */
  readonly algorithms: readonly string[]
  /** Algorithms of all its keys. Default: its usual ones, and `algorithms`. */
  readonly keys?: readonly string[]
  readonly dialects?: readonly DialectName[]
}

const defaultPort = 9400

/** The issuer that the settings ask for: on a port that a target can be configured with, unless we start the target. */
export function issuerPlan(settings: Settings): IssuerPlan {
  const { issuerPort, issuerHost, issuerUrl, algorithms = [], issuerKeys, issuerDialects, exec, image } = settings
  const common = {
    algorithms,
    ...(issuerKeys && { keys: issuerKeys }),
    ...(issuerDialects && { dialects: issuerDialects }),
  }
  // A container reaches this machine under a name of its own.
  if (image !== undefined && issuerUrl === undefined) {
    return {
      port: issuerPort ?? defaultPort,
      hostname: issuerHost ?? '0.0.0.0',
      issuer: `http://${hostOfContainers}:${issuerPort ?? defaultPort}`,
      ...common,
    }
  }
  const named = issuerUrl?.startsWith('http:') ? Number(URL.parse(issuerUrl)?.port) : 0
  return {
    port: issuerPort ?? (named || (exec === undefined ? defaultPort : 0)),
    ...(issuerHost !== undefined && { hostname: issuerHost }),
    ...(issuerUrl !== undefined && { issuer: issuerUrl }),
    ...common,
  }
}
