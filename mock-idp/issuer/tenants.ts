import { endpointPaths } from '../endpoints.ts'
import { OAuthError } from '../errors.ts'
import type { Tenant } from './tenant.ts'

/** Which issuer a path belongs to, and what is left of the path for its router. */
export interface TenantPath {
  /** Empty for the issuer at the root. */
  readonly tenant: string
  readonly path: string
}

/** For a router of Hono that is handed the place of each request: the path that is left. */
export const routerPath = (_: Request, given?: { readonly env?: unknown }): string =>
  (given?.env as { readonly tenantPath?: TenantPath } | undefined)?.tenantPath?.path ?? '/'

// Without a dot, so that no favicon.ico becomes an issuer.
const tenantName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/

const inserted = [endpointPaths['oauth-authorization-server'], endpointPaths['openid-configuration']]

/**
 * Finds the issuer of a path. Metadata has its well-known part in front of the path of the issuer (RFC 8414 §3.1) or,
 * as in OpenID Connect Discovery §4, behind it; both are understood for both documents.
 *
 * @param prefix the path of the root issuer, without a trailing slash
 * @param reserved first segments of paths that are endpoints, not tenants
 */
export const createPathParser = (prefix: string, reserved: ReadonlySet<string>) => {
  const below = (path: string): TenantPath | undefined => {
    const end = path.indexOf('/', 1)
    const first = path.slice(1, end < 0 ? path.length : end)
    if (first === '' || reserved.has(first)) return { tenant: '', path: path || '/' }
    return tenantName.test(first) ? { tenant: first, path: end < 0 ? '/' : path.slice(end) } : undefined
  }
  return (pathname: string): TenantPath | undefined => {
    // Where whoever connects looks for it, knowing only the address.
    if (pathname.startsWith('/_control/')) return { tenant: '', path: pathname }
    const known = inserted.find((path) => pathname.startsWith(path))
    const path = known === undefined ? pathname : pathname.slice(known.length)
    if (!path.startsWith(prefix)) return undefined
    const rest = path.slice(prefix.length)
    if (known === undefined) return rest === '' || rest.startsWith('/') ? below(rest) : undefined
    const tenantPath = below(rest === '/' ? '' : rest)
    return tenantPath?.path === '/' ? { tenant: tenantPath.tenant, path: known } : undefined
  }
}

export interface Tenants {
  readonly root: Tenant
  /**
   * Made on first use.
   *
   * @throws {OAuthError} 503 when there are as many as allowed
   */
  get(name: string): Tenant
  find(name: string): Tenant | undefined
  list(): readonly Tenant[]
  /** Forgets an issuer and all it knows; its next use makes a fresh one. The root issuer stays. */
  remove(name: string): Promise<boolean>
}

/** @param configured those that are there from the start */
export const createTenants = (
  create: (name: string) => Tenant,
  { configured = [], limit }: { readonly configured?: readonly string[]; readonly limit: number },
): Tenants => {
  const root = create('')
  const tenants = new Map([['', root], ...configured.map((name) => [name, create(name)] as const)])
  return {
    root,
    find: (name) => tenants.get(name),
    list: () => [...tenants.values()],
    get(name) {
      const known = tenants.get(name)
      if (known) return known
      if (tenants.size > limit) throw tooMany(limit)
      const made = create(name)
      tenants.set(name, made)
      return made
    },
    async remove(name) {
      const tenant = tenants.get(name)
      if (!tenant || tenant === root) return false
      await tenant.reset()
      return tenants.delete(name)
    },
  }
}

const tooMany = (limit: number): OAuthError =>
  new OAuthError(503, 'temporarily_unavailable', {
    description: `There are ${limit} issuers already; remove some by DELETE /_control/tenants/NAME.`,
  })
