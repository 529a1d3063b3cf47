import type { Tenant } from '../issuer/tenant.ts'
import type { Client } from './clients.ts'

/** A configured client, or a registered one, possibly registered at another replica. */
export const findClient = async ({ clients, store }: Tenant, clientId: string): Promise<Client | undefined> =>
  clients.find(clientId) ?? ((await store.get(`client:${clientId}`)) as Client | undefined)
