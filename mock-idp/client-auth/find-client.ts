import type { Client } from '../clients.ts'
import type { Tenant } from '../tenant.ts'

/** A client of the configuration or one that has registered, perhaps with another replica. */
export const findClient = async ({ clients, store }: Tenant, clientId: string): Promise<Client | undefined> =>
  clients.find(clientId) ?? ((await store.get(`client:${clientId}`)) as Client | undefined)
