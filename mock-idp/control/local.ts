import type { Client } from '../clients/clients.ts'
import { removeClient } from '../clients/registration/registered-clients.ts'
import type { IssuerUrls } from '../endpoints.ts'
import type { Flaws } from '../flaws.ts'
import { parseDuration, parseTime } from '../issuer/duration.ts'
import type { Issuer } from '../issuer/issuer.ts'
import type { Tenant } from '../issuer/tenant.ts'
import type { Tenants } from '../issuer/tenants.ts'
import type { ControlledIssuer } from '../model.ts'
import { jwkSet } from '../routes/metadata/jwks.ts'
import { verifyAccessToken, verifyIssuedJwt } from '../tokens/verify.ts'

/** Controls an issuer of this process. The control API offers the same as JSON. */
export const createLocalControl = (
  tenant: Tenant,
  urls: IssuerUrls,
  { tenants, flaws }: { readonly tenants: ControlledIssuer['tenants']; readonly flaws: Flaws },
): ControlledIssuer => {
  const { keys, clock, journal, faults, users, clients } = tenant
  const withClockState = (change: () => void) => async () => {
    change()
    return clock.state()
  }
  const issuer: Issuer = {
    issuer: urls.issuer,
    jwksUri: urls.endpoint('jwks'),
    mint: (recipe) => tenant.mint(urls, recipe),
    jwks: async () => jwkSet(await keys.published()),
  }
  return {
    issuer: issuer.issuer,
    jwksUri: issuer.jwksUri,
    mint: ({ flaw, ...recipe }) => (flaw === undefined ? issuer.mint(recipe) : flaws.mint(flaw, recipe, issuer)),
    jwks: issuer.jwks,
    keys: keys.states,
    rotate: keys.rotate,
    withdraw: keys.withdraw,
    restore: (kid) => keys.restore(kid),
    scheduleRotation: keys.schedule,
    faults: {
      list: async () => faults.list(),
      add: async (recipe) => faults.add(recipe, jwkSet(await keys.published())),
      clear: async (id) => faults.clear(id),
    },
    clock: {
      state: async () => clock.state(),
      set: (time) => withClockState(() => clock.set(parseTime(time)))(),
      advance: (by) => withClockState(() => clock.advance(parseDuration(by)))(),
      freeze: withClockState(clock.freeze),
      resume: withClockState(clock.resume),
      reset: withClockState(clock.reset),
    },
    journal: {
      entries: async (filter) => journal.entries(filter),
      wait: journal.wait,
      clear: async () => journal.clear(),
    },
    users: {
      list: async () => users.list(),
      put: async (user) => users.put(user),
      remove: async (sub) => {
        users.remove(sub)
      },
    },
    clients: {
      list: async () => clients.list().map(withoutSecret),
      put: async (client) => clients.put(client),
      remove: (clientId) => removeClient(tenant, clientId),
    },
    settings: {
      get: async () => tenant.settings(),
      change: async (change) => tenant.changeSettings(change),
    },
    tenants,
    flaws: flaws.list,
    verify: async (token) => {
      const verdict = await verifyAccessToken({ tenant, urls }, token)
      if (verdict.valid || !token.includes('.')) return verdict
      // An ID token or a logout token is valid, too, but not as an access token.
      const signed = await verifyIssuedJwt({ tenant, urls }, token)
      return signed.valid ? { ...signed, reason: `${verdict.reason}; its signature and times are valid` } : verdict
    },
    reset: () => tenant.reset(),
  }
}

/** The `tenants` part of the control of each issuer. */
export const createTenantsControl = (
  tenants: Tenants,
  urlsOf: (name: string) => IssuerUrls,
): ControlledIssuer['tenants'] => ({
  list: async () => tenants.list().map(({ name }) => ({ name, issuer: urlsOf(name).issuer })),
  remove: (name) => tenants.remove(name),
})

const withoutSecret = ({ clientSecret: _, ...client }: Client): Client => client
