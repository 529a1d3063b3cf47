import { sameSecret } from '../../http/secret.ts'
import type { Tenant } from '../../issuer/tenant.ts'
import { createReference, referenceKey } from '../../tokens/reference.ts'
import type { Client, ClientRegistry } from '../clients.ts'
import { findClient } from '../find-client.ts'

/** Seconds of real time. A registration that is not changed for so long is deleted. */
const retention = 30 * 24 * 3600

/** The maximum number of registered clients. Beyond it the oldest are deleted, so that long test runs are not rejected. */
const registrationLimit = 1000

// The ids in the order of registration. A WeakMap, so that it is freed with the registry of clients.
const registrationOrder = new WeakMap<ClientRegistry, Set<string>>()

const orderOf = ({ clients }: Tenant): Set<string> => {
  const order = registrationOrder.get(clients) ?? new Set<string>()
  registrationOrder.set(clients, order)
  return order
}

const clientKey = (clientId: string): string => `client:${clientId}`
// Holds only a hash of the token, so that read access to the store does not allow changing a client.
const accessKey = (clientId: string): string => `registration:${clientId}`

/** Stores a new client and returns its registration access token (RFC 7592 §3). */
export const addClient = async (tenant: Tenant, client: Client): Promise<string> => {
  const order = orderOf(tenant)
  for (const oldest of order) {
    if (order.size < registrationLimit) break
    await removeClient(tenant, oldest)
  }
  order.add(client.clientId)
  const token = createReference()
  await tenant.store.set(accessKey(client.clientId), referenceKey('registration', token), retention)
  await replaceClient(tenant, client)
  return token
}

export const replaceClient = async ({ clients, store }: Tenant, client: Client): Promise<void> => {
  clients.put(client)
  await store.set(clientKey(client.clientId), client, retention)
}

export const removeClient = async (tenant: Tenant, clientId: string): Promise<void> => {
  const { clients, store } = tenant
  orderOf(tenant).delete(clientId)
  clients.remove(clientId)
  await Promise.all([store.delete(clientKey(clientId)), store.delete(accessKey(clientId))])
}

/** The client, if this is its registration access token. */
export const clientOfToken = async (tenant: Tenant, clientId: string, token: string): Promise<Client | undefined> => {
  const hash = (await tenant.store.get(accessKey(clientId))) as string | undefined
  if (hash === undefined || !sameSecret(referenceKey('registration', token), hash)) return undefined
  return findClient(tenant, clientId)
}
