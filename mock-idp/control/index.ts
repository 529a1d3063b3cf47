import type { Site } from '../endpoints.ts'
import type { Flaws } from '../flaws.ts'
import type { Place, Tenants } from '../issuer/tenants.ts'
import { type ControlOptions, checkAccess } from './access.ts'

export type { ControlOptions } from './access.ts'

export interface Control {
  readonly tenants: Tenants
  siteOf(tenant: string, request: Request): Site
  readonly options: ControlOptions
  readonly flaws: Flaws
}

/** The door of the control API. Its routes, and zod with them, are loaded when first asked for. */
export const createControl = ({ options, ...control }: Control) => {
  let routes: Promise<typeof import('./routes.ts')> | undefined
  return async (request: Request, place: Place): Promise<Response> => {
    checkAccess(request, control.siteOf(place.tenant, request).origin, options)
    routes ??= import('./routes.ts')
    const { answerControl } = await routes
    return answerControl(control, request, place)
  }
}
