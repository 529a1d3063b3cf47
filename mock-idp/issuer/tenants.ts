import { endpointPaths } from '../endpoints.ts'
import { OAuthError } from '../errors.ts'
import type { Tenant } from './tenant.ts'

/** The issuer that a path belongs to, and the rest of the path. */
export interface TenantPath {
  /** Empty for the root issuer. */
  readonly tenant: string
  readonly path: string
}

/** For a router of Hono: the path without the part that names the issuer. */
export const routerPath = (_: Request, options?: { readonly env?: unknown }): string =>
  (options?.env as { readonly tenantPath?: TenantPath } | undefined)?.tenantPath?.path ?? '/'

// Without dots, so that favicon.ico is not taken for an issuer.
const tenantName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/

const wellKnownPaths = [endpointPaths['oauth-authorization-server'], endpointPaths['openid-configuration']]

/**
 * Creates a function that finds the issuer of a path. The well-known part of a metadata path is before the path of the
 * issuer (RFC 8414 §3.1) or after it (OpenID Connect Discovery 1.0 §4). Both forms work for both documents.
 *
 * @param prefix the path of the root issuer, without a trailing slash
 * @param reserved the first segments of paths of endpoints, which cannot be names of tenants
 */
export const createPathParser = (prefix: string, reserved: ReadonlySet<string>) => {
  const parseRest = (path: string): TenantPath | undefined => {
    const end = path.indexOf('/', 1)
    const first = path.slice(1, end < 0 ? path.length : end)
    if (first === '' || reserved.has(first)) return { tenant: '', path: path || '/' }
    return tenantName.test(first) ? { tenant: first, path: end < 0 ? '/' : path.slice(end) } : undefined
  }
  return (pathname: string): TenantPath | undefined => {
    // The control API of the root issuer is also at the root of the origin, so that a client only needs to know the origin.
    if (pathname.startsWith('/_control/')) return { tenant: '', path: pathname }
    const wellKnown = pathname.startsWith('/.well-known/')
      ? wellKnownPaths.find((path) => pathname.startsWith(path))
      : undefined
    const path = wellKnown === undefined ? pathname : pathname.slice(wellKnown.length)
    if (!path.startsWith(prefix)) return undefined
    const rest = path.slice(prefix.length)
    if (wellKnown === undefined) return rest === '' || rest.startsWith('/') ? parseRest(rest) : undefined
    const parsed = parseRest(rest === '/' ? '' : rest)
    return parsed?.path === '/' ? { tenant: parsed.tenant, path: wellKnown } : undefined
  }
}

export interface Tenants {
  readonly root: Tenant
  /**
   * The issuer of this name. It is created on first use.
   *
   * @throws {OAuthError} 503 if there are too many issuers
   */
  get(name: string): Tenant
  find(name: string): Tenant | undefined
  list(): readonly Tenant[]
  /** Deletes an issuer with its state. Its next use creates a new one. False for an unknown name and for the root issuer. */
  remove(name: string): Promise<boolean>
}

/** @param configured the names of issuers that exist from the start */
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
    description: `There are ${limit} issuers already. Remove one with DELETE /_control/tenants/NAME.`,
  })
