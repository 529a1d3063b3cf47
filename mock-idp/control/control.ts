import type { Site } from '../endpoints.ts'
import type { Flaws } from '../flaws.ts'
import type { Tenants } from '../issuer/tenants.ts'

export interface Control {
  readonly tenants: Tenants
  siteOf(tenant: string, request: Request): Site
  readonly flaws: Flaws
}
