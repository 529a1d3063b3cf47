import type { Place } from '../issuer/tenants.ts'
import { type ControlOptions, checkAccess } from './access.ts'
import type { Control } from './control.ts'

/** The door of the control API. Its routes, and zod with them, are loaded when first asked for. */
export const createControl = (control: Control, options: ControlOptions) => {
  let routes: Promise<typeof import('./routes.ts')> | undefined
  return async (request: Request, place: Place): Promise<Response> => {
    checkAccess(request, control.siteOf(place.tenant, request).origin, options)
    routes ??= import('./routes.ts')
    const { answerControl } = await routes
    return answerControl(control, request, place)
  }
}
