import type { Provider } from '../provider.ts'
import { type ControlOptions, checkAccess } from './access.ts'

export type { ControlOptions } from './access.ts'

/** The door of the control API. Its routes, and zod with them, are loaded when first asked for. */
export const createControl = (provider: Provider, options: ControlOptions) => {
  let routes: Promise<(request: Request) => Promise<Response>> | undefined
  return async (request: Request): Promise<Response> => {
    checkAccess(request, provider.endpoints.origin, options)
    routes ??= import('./routes.ts').then(({ createControlRoutes }) => createControlRoutes(provider))
    return (await routes)(request)
  }
}
