import type { Client } from '../clients/clients.ts'
import { removeClient } from '../clients/registration/registered-clients.ts'
import type { Site } from '../endpoints.ts'
import type { Flaws } from '../flaws.ts'
import { parseDuration, parseTime } from '../issuer/duration.ts'
import type { Issuer } from '../issuer/issuer.ts'
import type { Tenant } from '../issuer/tenant.ts'
import type { Tenants } from '../issuer/tenants.ts'
import type { ControlledIssuer } from '../model.ts'
import { jwkSet } from '../routes/metadata/jwks.ts'
import { verifyAccessToken, verifyAny } from '../tokens/verify.ts'

/** The control of an issuer of this process; the control API is this, as JSON. */
export const controlOf = (
  tenant: Tenant,
  site: Site,
  { tenants, flaws }: { readonly tenants: ControlledIssuer['tenants']; readonly flaws: Flaws },
): ControlledIssuer => {
  const { keys, clock, journal, faults, users, clients } = tenant
  const clockState = (move: () => void) => async () => {
    move()
    return clock.state()
  }
  const good: Issuer = {
    issuer: site.issuer,
    jwksUri: site.url('jwks'),
    mint: (recipe) => tenant.mint(site, recipe),
    jwks: async () => jwkSet(await keys.published()),
  }
  return {
    issuer: good.issuer,
    jwksUri: good.jwksUri,
    mint: ({ flaw, ...recipe }) => (flaw === undefined ? good.mint(recipe) : flaws.mint(flaw, recipe, good)),
    jwks: good.jwks,
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
      set: (time) => clockState(() => clock.set(parseTime(time)))(),
      advance: (by) => clockState(() => clock.advance(parseDuration(by)))(),
      freeze: clockState(clock.freeze),
      resume: clockState(clock.resume),
      reset: clockState(clock.reset),
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
      change: async (change) => tenant.change(change),
    },
    tenants,
    flaws: flaws.list,
    verify: async (token) => {
      const verdict = await verifyAccessToken({ tenant, site }, token)
      if (verdict.valid || !token.includes('.')) return verdict
      // An ID or logout token is good, too, though not as an access token.
      const signed = await verifyAny({ tenant, site }, token)
      return signed.valid ? { ...signed, why: `${verdict.why}; its signature and times are good` } : verdict
    },
    reset: () => tenant.reset(),
  }
}

/** The issuers of a process, for the control of each of them. */
export const tenantsOf = (tenants: Tenants, siteOf: (name: string) => Site): ControlledIssuer['tenants'] => ({
  list: async () => tenants.list().map(({ name }) => ({ name, issuer: siteOf(name).issuer })),
  remove: (name) => tenants.remove(name),
})

const withoutSecret = ({ clientSecret: _, ...client }: Client): Client => client
