import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Call } from '../http/call.ts'
import { createTenant } from '../issuer/create-tenant.ts'
import type { Tenant } from '../issuer/tenant.ts'
import { defaultSettings } from '../settings.ts'
import { createMemoryStore } from '../store/memory-store.ts'
import type { Store } from '../store/store.ts'
import { beginFamily, isFamilyActive, issueRefreshToken, useRefreshToken } from './refresh-token.ts'

const authorization = { id: 'authorization', clientId: 'app', user: { sub: 'alice' }, scopes: [], audiences: [] }

/** A store whose operations are executed in the order that the scheduler chooses. */
const scheduled = (store: Store, scheduler: fc.Scheduler): Store => ({
  ...store,
  get: scheduler.scheduleFunction(store.get),
  take: scheduler.scheduleFunction(store.take),
  delete: scheduler.scheduleFunction(store.delete),
})

const tenantWith = (store: Store): Tenant =>
  createTenant({ name: '', keys: ['ES256'], settings: defaultSettings, store, systemTime: Date.now })

const accept = () => {}

describe('concurrent uses of one refresh token', () => {
  test('in every order of the store operations, exactly one succeeds and the family is revoked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 5 }), async (scheduler, uses) => {
        const store = createMemoryStore()
        const tenant = tenantWith(store)
        await beginFamily(tenant, authorization)
        const token = await issueRefreshToken({ tenant } as Call, { authorization })
        const racing = tenantWith(scheduled(store, scheduler))
        const outcomes = Promise.allSettled(Array.from({ length: uses }, () => useRefreshToken(racing, token, accept)))
        await scheduler.waitFor(outcomes)
        expect((await outcomes).filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
        expect(await isFamilyActive(tenant, authorization.id)).toBe(false)
      }),
      { numRuns: Number(process.env.RACES ?? 200) },
    )
  })
})
