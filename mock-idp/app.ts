import { Hono } from 'hono'
import { type ControlOptions, createControl } from './control/index.ts'
import { Refusal } from './errors.ts'
import type { Provider } from './provider.ts'
import { createOpenidConfiguration, createServerMetadata } from './routes/discovery.ts'
import { createJwks } from './routes/jwks.ts'
import { createToken } from './routes/token.ts'
import { createWelcome } from './routes/welcome.ts'

type Endpoint = (request: Request) => Response | Promise<Response>

export interface AppOptions {
  readonly control: ControlOptions
  /** Called with every refusal and fault, for a log; its texts are not for clients. */
  readonly onRefusal?: (refusal: Refusal) => void
}

/** Every endpoint, with its method. */
export const createApp = (provider: Provider, { control, onRefusal = () => {} }: AppOptions): Hono => {
  const app = new Hono()
  const { paths } = provider.endpoints

  const allowed = new Map<string, string>()

  const get = (path: string, endpoint: Endpoint) => {
    app.get(path, ({ req }) => endpoint(req.raw))
    allowed.set(path, 'GET, HEAD')
  }
  const post = (path: string, endpoint: Endpoint) => {
    app.post(path, ({ req }) => endpoint(req.raw))
    allowed.set(path, 'POST')
  }

  get('/', createWelcome(provider))
  get(paths.openidConfiguration, createOpenidConfiguration(provider))
  get(paths.serverMetadata, createServerMetadata(provider))
  get(paths.jwks, createJwks(provider))
  post(paths.token, createToken(provider))

  const controlled = createControl(provider, control)
  app.all('/_control/*', ({ req }) => controlled(req.raw))

  app.notFound(({ req }) => {
    const allow = allowed.get(req.path)
    throw allow === undefined ? notFound() : methodNotAllowed(allow)
  })
  app.onError((error) => {
    const refusal = error instanceof Refusal ? error : fault(error)
    onRefusal(refusal)
    return refusal.toResponse()
  })
  return app
}

const notFound = (): Refusal => new Refusal(404, 'not_found', { description: 'No such endpoint; GET / lists them.' })

const methodNotAllowed = (allow: string): Refusal =>
  new Refusal(405, 'invalid_request', { description: `Use ${allow}.`, headers: { Allow: allow } })

const fault = (error: Error): Refusal =>
  new Refusal(500, 'server_error', { description: 'A fault of the mock IdP.', detail: error.stack ?? error.message })
