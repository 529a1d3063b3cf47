import { sameSecret } from '../../http/secret.ts'
import type { Tenant } from '../../issuer/tenant.ts'
import { createReference, referenceKey } from '../../tokens/reference.ts'
import type { Client, ClientRegistry } from '../clients.ts'
import { findClient } from '../find-client.ts'

/** Seconds of real time that a registration lasts without a change. */
const kept = 30 * 24 * 3600

/** As many as an issuer keeps; the oldest are forgotten, so that no long run of tests comes to a stop. */
export const registrationLimit = 1000

// In the order in which they registered. With the registry of clients it goes away.
const registered = new WeakMap<ClientRegistry, Set<string>>()

const orderOf = ({ clients }: Tenant): Set<string> => {
  const order = registered.get(clients) ?? new Set<string>()
  registered.set(clients, order)
  return order
}

const clientKey = (clientId: string): string => `client:${clientId}`
// A hash, so that reading the store gives nobody the right to change a client.
const accessKey = (clientId: string): string => `registration:${clientId}`

/** Keeps a new client; answers its registration access token (RFC 7592 §3). */
export const addClient = async (tenant: Tenant, client: Client): Promise<string> => {
  const order = orderOf(tenant)
  for (const oldest of order) {
    if (order.size < registrationLimit) break
    await removeClient(tenant, oldest)
  }
  order.add(client.clientId)
  const token = createReference()
  await tenant.store.set(accessKey(client.clientId), referenceKey('registration', token), kept)
  await replaceClient(tenant, client)
  return token
}

export const replaceClient = async ({ clients, store }: Tenant, client: Client): Promise<void> => {
  clients.put(client)
  await store.set(clientKey(client.clientId), client, kept)
}

export const removeClient = async (tenant: Tenant, clientId: string): Promise<void> => {
  const { clients, store } = tenant
  orderOf(tenant).delete(clientId)
  clients.remove(clientId)
  await Promise.all([store.delete(clientKey(clientId)), store.delete(accessKey(clientId))])
}

/** The client that a registration access token is for, if it is the right one. */
export const clientOfToken = async (tenant: Tenant, clientId: string, token: string): Promise<Client | undefined> => {
  const hash = (await tenant.store.get(accessKey(clientId))) as string | undefined
  if (hash === undefined || !sameSecret(referenceKey('registration', token), hash)) return undefined
  return findClient(tenant, clientId)
}
