import { Hono } from 'hono'
import type { ControlOptions } from './control/access.ts'
import { createControl } from './control/index.ts'
import type { IssuerUrls } from './endpoints.ts'
import { OAuthError } from './errors.ts'
import { applyFault } from './faults/fault-kinds.ts'
import type { Flaws } from './flaws.ts'
import type { Call } from './http/call.ts'
import { preflight, withCors } from './http/cors.ts'
import type { Respond } from './http/respond.ts'
import type { Route } from './http/route.ts'
import { createPathParser, routerPath, type TenantPath, type Tenants } from './issuer/tenants.ts'
import { routes as standardRoutes } from './routes/index.ts'

export interface AppOptions {
  /** The routes of dialects, in addition to those of OAuth and OpenID Connect. */
  readonly dialects: readonly Route[]
  readonly tenants: Tenants
  /** The path of the root issuer, without a trailing slash. */
  readonly prefix: string
  readonly control: ControlOptions
  readonly flaws: Flaws
  readonly respond: Respond
  urlsOf(tenant: string, request: Request): IssuerUrls
  /** Called with every rejected request and internal error, for a log. The detail is not for clients. */
  readonly onError?: (error: OAuthError) => void
}

interface Environment {
  readonly Bindings: { readonly tenantPath: TenantPath }
}

/** Answers requests: finds the issuer and the route, applies faults, and writes the journal. */
export const createApp = (options: AppOptions): ((request: Request) => Response | Promise<Response>) => {
  const { tenants, prefix, control, flaws, respond, urlsOf, onError = () => {} } = options
  const app = new Hono<Environment>({ getPath: routerPath })
  const routes = [...standardRoutes, ...options.dialects]

  for (const route of routes) {
    const hasParams = route.path.includes(':')
    app.on(route.method, route.path, ({ req, env }) =>
      answer(route, req.raw, env.tenantPath, hasParams ? req.param() : {}),
    )
    if (route.cors) app.options(route.path, ({ req }) => preflight(req.raw, methodsOf(route.path)))
  }

  // Paths without parameters need no router, and no context of Hono for each request.
  const fixedRoutes = new Map<string, Route>(
    routes.filter(({ path }) => !/[:*]/.test(path)).map((route) => [`${route.method} ${route.path}`, route] as const),
  )

  const answerControl = createControl({ tenants, urlsOf, flaws }, control)
  app.all('/_control/*', ({ req, env }) => answerControl(req.raw, env.tenantPath))

  app.notFound(({ req }) => {
    const allow = methodsOf(req.path)
    throw allow.length === 0 ? notFound() : methodNotAllowed(allow)
  })
  app.onError((error) => reported(error).toResponse())

  const endpointSegments = new Set(['_control', ...routes.map(({ path }) => path.split('/')[1] ?? '')])
  const parsePath = createPathParser(prefix, endpointSegments)

  return (request) => {
    const tenantPath = parsePath(pathOf(request.url))
    if (tenantPath === undefined) return reported(notFound()).toResponse()
    const route = fixedRoutes.get(`${request.method} ${tenantPath.path}`)
    return route ? answerFixed(route, request, tenantPath) : app.fetch(request, { tenantPath })
  }

  function answerFixed(route: Route, request: Request, tenantPath: TenantPath): Response | Promise<Response> {
    try {
      return answer(route, request, tenantPath, noParameters)
    } catch (error) {
      return reported(error).toResponse()
    }
  }

  /** Returns no promise if the endpoint returns none: the listener then answers in the same turn of the event loop. */
  function answer(
    route: Route,
    request: Request,
    { tenant: name, path }: TenantPath,
    params: Call['params'],
  ): Response | Promise<Response> {
    // A mistyped page address must not create an issuer.
    if (route.endpoint === 'home' && !tenants.find(name)) throw notFound()
    const started = performance.now()
    const tenant = tenants.get(name)
    const urls = urlsOf(name, request)
    const call: Call = { request, endpoint: route.endpoint, tenant, urls, params, respond, draft: {} }
    const response = handle(route, call)
    const finish = (finished: Response): Response => {
      if (!route.unrecorded || finished.status >= 400)
        record(call, finished.status, { path: urls.prefix + path, started })
      return route.cors ? withCors(request, finished) : finished
    }
    return response instanceof Promise ? response.then(finish) : finish(response)
  }

  function handle(route: Route, call: Call): Response | Promise<Response> {
    const reject = (thrown: unknown): Response | Promise<Response> => {
      const error = reported(thrown)
      call.draft.decision = error.status < 500 ? 'rejected' : 'failed'
      call.draft.reason = error.detail.slice(0, 1000)
      return route.renderError ? route.renderError(call, error) : error.toResponse()
    }
    try {
      const fault = call.tenant.faults.take(call.endpoint)
      const response = fault ? applyFault(fault, call, () => route.handle(call)) : route.handle(call)
      return response instanceof Promise ? response.catch(reject) : response
    } catch (error) {
      return reject(error)
    }
  }

  function reported(thrown: unknown): OAuthError {
    const error = thrown instanceof OAuthError ? thrown : serverError(thrown)
    onError(error)
    return error
  }

  function methodsOf(path: string): readonly string[] {
    return methods.filter((method) => app.router.match(method, path)[0].length > 0)
  }
}

/** @param status 0 for a dropped connection */
const record = (
  { tenant, draft, endpoint, request }: Call,
  status: number,
  { path, started }: { readonly path: string; readonly started: number },
): void => {
  tenant.journal.record({
    at: Date.now(),
    endpoint,
    method: request.method,
    path,
    parameters: draft.parameters ?? noParameters,
    credentials: draft.credentials,
    client: draft.client,
    user: draft.user,
    status,
    decision: draft.decision ?? (status < 400 ? 'answered' : 'rejected'),
    reason: draft.reason,
    fault: draft.fault,
    ms: Math.round((performance.now() - started) * 1000) / 1000,
  })
}

const noParameters = {}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** The path as sent. Parsing a URL takes longer. */
const pathOf = (url: string): string => {
  const start = url.indexOf('/', url.indexOf('//') + 2)
  if (start < 0) return '/'
  const query = url.indexOf('?', start)
  const fragment = url.indexOf('#', start)
  if (query < 0 && fragment < 0) return url.slice(start)
  return url.slice(start, query < 0 || (fragment >= 0 && fragment < query) ? fragment : query)
}

const notFound = (): OAuthError =>
  new OAuthError(404, 'not_found', {
    description: 'There is no such endpoint, and no issuer of this name; GET / lists the endpoints.',
  })

const methodNotAllowed = (allow: readonly string[]): OAuthError => {
  const list = allow.map((method) => (method === 'GET' ? 'GET, HEAD' : method)).join(', ')
  return new OAuthError(405, 'invalid_request', { description: `Use ${list}.`, headers: { Allow: list } })
}

const serverError = (error: unknown): OAuthError =>
  new OAuthError(500, 'server_error', {
    description: 'Internal error of the mock IdP.',
    detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
  })
