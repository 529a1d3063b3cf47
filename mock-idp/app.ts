import { Hono } from 'hono'
import type { ControlOptions } from './control/access.ts'
import { createControl } from './control/index.ts'
import type { Site } from './endpoints.ts'
import { Refusal } from './errors.ts'
import { applyFault } from './faults/fault-kinds.ts'
import type { Flaws } from './flaws.ts'
import type { Call } from './http/call.ts'
import { preflight, withCors } from './http/cors.ts'
import type { Respond } from './http/respond.ts'
import type { Route } from './http/route.ts'
import { createLocator, type Place, routerPath, type Tenants } from './issuer/tenants.ts'
import { routes as standardRoutes } from './routes/index.ts'

export interface AppOptions {
  /** The routes of dialects, besides those of OAuth and OpenID Connect. */
  readonly dialects: readonly Route[]
  readonly tenants: Tenants
  /** The path of the root issuer, without a trailing slash. */
  readonly prefix: string
  readonly control: ControlOptions
  readonly flaws: Flaws
  readonly respond: Respond
  siteOf(tenant: string, request: Request): Site
  /** Called with every refusal and fault, for a log; its texts are not for clients. */
  readonly onRefusal?: (refusal: Refusal) => void
}

interface Located {
  readonly Bindings: { readonly place: Place }
}

/** Answers requests: finds the issuer and the route, applies faults, and writes the journal. */
export const createApp = (options: AppOptions): ((request: Request) => Response | Promise<Response>) => {
  const { tenants, prefix, control, flaws, respond, siteOf, onRefusal = () => {} } = options
  const app = new Hono<Located>({ getPath: routerPath })
  const routes = [...standardRoutes, ...options.dialects]

  for (const route of routes) {
    const hasParams = route.path.includes(':')
    app.on(route.method, route.path, ({ req, env }) => answer(route, req.raw, env.place, hasParams ? req.param() : {}))
    if (route.cors) app.options(route.path, ({ req }) => preflight(req.raw, methodsAt(route.path)))
  }

  const controlled = createControl({ tenants, siteOf, flaws }, control)
  app.all('/_control/*', ({ req, env }) => controlled(req.raw, env.place))

  app.notFound(({ req }) => {
    const allow = methodsAt(req.path)
    throw allow.length === 0 ? notFound() : methodNotAllowed(allow)
  })
  app.onError((error) => refused(error).toResponse())

  const locate = createLocator(prefix, new Set(['_control', ...routes.map(({ path }) => path.split('/')[1] ?? '')]))

  return (request) => {
    const place = locate(pathOf(request.url))
    if (place === undefined) return refused(notFound()).toResponse()
    return app.fetch(request, { place })
  }

  /** Without a promise where the endpoint needs none: the listener then answers in the same turn of the event loop. */
  function answer(route: Route, request: Request, place: Place, params: Call['params']): Response | Promise<Response> {
    // A page that somebody mistyped must not make an issuer.
    if (route.endpoint === 'home' && !tenants.find(place.tenant)) throw notFound()
    const started = performance.now()
    const tenant = tenants.get(place.tenant)
    const site = siteOf(place.tenant, request)
    const call: Call = { request, endpoint: route.endpoint, tenant, site, params, respond, draft: {} }
    const response = decide(route, call)
    const finish = (decided: Response): Response => {
      if (!route.unrecorded || decided.status >= 400) record(call, decided, { path: site.prefix + place.path, started })
      return route.cors ? withCors(request, decided) : decided
    }
    return response instanceof Promise ? response.then(finish) : finish(response)
  }

  function record(
    { tenant, draft, endpoint, request }: Call,
    response: Response,
    { path, started }: { readonly path: string; readonly started: number },
  ): void {
    tenant.journal.record({
      at: Date.now(),
      endpoint,
      method: request.method,
      path,
      parameters: draft.parameters ?? {},
      ...(draft.credentials && { credentials: draft.credentials }),
      ...(draft.client !== undefined && { client: draft.client }),
      ...(draft.user !== undefined && { user: draft.user }),
      // 0 for a dropped connection; no other member is read, because that would cost the fast answer of the listener.
      status: response.status,
      decision: draft.decision ?? (response.status < 400 ? 'answered' : 'refused'),
      ...(draft.why !== undefined && { why: draft.why }),
      ...(draft.fault !== undefined && { fault: draft.fault }),
      ms: Math.round((performance.now() - started) * 1000) / 1000,
    })
  }

  function decide(route: Route, call: Call): Response | Promise<Response> {
    const refuse = (error: unknown): Response | Promise<Response> => {
      const refusal = refused(error)
      call.draft.decision = refusal.status < 500 ? 'refused' : 'failed'
      call.draft.why = refusal.detail.slice(0, 1000)
      return route.refuse ? route.refuse(call, refusal) : refusal.toResponse()
    }
    try {
      const fault = call.tenant.faults.take(call.endpoint)
      const response = fault ? applyFault(fault, call, () => route.handle(call)) : route.handle(call)
      return response instanceof Promise ? response.catch(refuse) : response
    } catch (error) {
      return refuse(error)
    }
  }

  function refused(error: unknown): Refusal {
    const refusal = error instanceof Refusal ? error : fault(error)
    onRefusal(refusal)
    return refusal
  }

  function methodsAt(path: string): readonly string[] {
    return methods.filter((method) => app.router.match(method, path)[0].length > 0)
  }
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** The path as sent, without the cost of a URL. */
const pathOf = (url: string): string => {
  const start = url.indexOf('/', url.indexOf('//') + 2)
  if (start < 0) return '/'
  const end = url.slice(start).search(/[?#]/)
  return end < 0 ? url.slice(start) : url.slice(start, start + end)
}

const notFound = (): Refusal =>
  new Refusal(404, 'not_found', {
    description: 'No such endpoint, and no issuer of this name in use; GET / lists the endpoints.',
  })

const methodNotAllowed = (allow: readonly string[]): Refusal => {
  const list = allow.map((method) => (method === 'GET' ? 'GET, HEAD' : method)).join(', ')
  return new Refusal(405, 'invalid_request', { description: `Use ${list}.`, headers: { Allow: list } })
}

const fault = (error: unknown): Refusal =>
  new Refusal(500, 'server_error', {
    description: 'A fault of the mock IdP.',
    detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
  })
