import type { TenantPath } from '../issuer/tenants.ts'
import { type ControlOptions, checkAccess } from './access.ts'
import type { Control } from './control.ts'

/** The control API as a request handler. Its routes, and zod with them, are loaded on first use. */
export const createControl = (control: Control, options: ControlOptions) => {
  let routes: Promise<typeof import('./routes.ts')> | undefined
  return async (request: Request, tenantPath: TenantPath): Promise<Response> => {
    checkAccess(request, control.urlsOf(tenantPath.tenant, request).origin, options)
    routes ??= import('./routes.ts')
    const { answerControl } = await routes
    return answerControl(control, request, tenantPath)
  }
}
