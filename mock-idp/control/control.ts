import type { IssuerUrls } from '../endpoints.ts'
import type { Flaws } from '../flaws.ts'
import type { Tenants } from '../issuer/tenants.ts'

export interface Control {
  readonly tenants: Tenants
  urlsOf(tenant: string, request: Request): IssuerUrls
  readonly flaws: Flaws
}
