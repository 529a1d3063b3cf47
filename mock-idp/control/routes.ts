import { Hono } from 'hono'
import { IdpError, invalidRequest, OAuthError } from '../errors.ts'
import { routerPath, type TenantPath } from '../issuer/tenants.ts'
import type { ControlledIssuer } from '../model.ts'
import type { Control } from './control.ts'
import { createLocalControl, createTenantsControl } from './local.ts'
import { checked, readJson } from './read-json.ts'
import * as schema from './schemas.ts'

interface Environment {
  readonly Bindings: { readonly tenantPath: TenantPath; readonly issuer: ControlledIssuer; readonly control: Control }
}

/** Answers a request to the control API: JSON in, JSON out. */
export const answerControl = async (control: Control, request: Request, tenantPath: TenantPath): Promise<Response> => {
  const urlsOf = (name: string) => control.urlsOf(name, request)
  const tenants = createTenantsControl(control.tenants, urlsOf)
  const { tenant: name } = tenantPath
  const issuer = createLocalControl(control.tenants.get(name), urlsOf(name), { tenants, flaws: control.flaws })
  return app.fetch(request, { tenantPath, issuer, control })
}

const app = new Hono<Environment>({ getPath: routerPath }).basePath('/_control')

app.get('/keys', async ({ env: { issuer } }) =>
  answer({ issuer: issuer.issuer, jwksUri: issuer.jwksUri, keys: await issuer.keys() }),
)
app.post('/mint', async ({ req, env }) =>
  answer({ token: await env.issuer.mint(await readJson(req.raw, schema.mintRequest)) }),
)
app.post('/rotate', async ({ req, env }) =>
  answer({ rotated: await env.issuer.rotate(await readJson(req.raw, schema.rotateRequest)) }),
)
app.post('/withdraw', async ({ req, env }) => {
  const { kid } = await readJson(req.raw, schema.keyRequest)
  await env.issuer.withdraw(kid)
  return answer({ withdrawn: kid })
})
app.post('/restore', async ({ req, env }) => {
  const { kid } = await readJson(req.raw, schema.keyRequest)
  await env.issuer.restore(kid)
  return answer({ restored: kid })
})
app.post('/rotation', async ({ req, env }) => {
  const { every, ...others } = await readJson(req.raw, schema.scheduleRequest)
  await env.issuer.scheduleRotation(every === null ? null : { every, ...others })
  return answer({ every })
})

app.get('/faults', async ({ env }) => answer({ faults: await env.issuer.faults.list() }))
app.post('/faults', async ({ req, env }) =>
  answer({ fault: await env.issuer.faults.add(await readJson(req.raw, schema.faultRequest)) }),
)
app.delete('/faults', async ({ req, env }) => {
  await env.issuer.faults.clear(req.query('id'))
  return answer({ faults: await env.issuer.faults.list() })
})

app.get('/clock', async ({ env }) => answer(await env.issuer.clock.state()))
app.post('/clock', async ({ req, env: { issuer } }) => {
  const { set, advance, freeze, reset } = await readJson(req.raw, schema.clockRequest)
  if (reset) await issuer.clock.reset()
  if (set !== undefined) await issuer.clock.set(set)
  if (advance !== undefined) await issuer.clock.advance(advance)
  if (freeze !== undefined) await (freeze ? issuer.clock.freeze() : issuer.clock.resume())
  return answer(await issuer.clock.state())
})

app.get('/journal', async ({ req, env }) => {
  const { limit = 1000, ...filter } = checked(req.query(), schema.journalQuery)
  const entries = await env.issuer.journal.entries(filter)
  const last = env.control.tenants.get(env.tenantPath.tenant).journal.last()
  return answer({ entries: limit === 0 ? [] : entries.slice(-limit), last })
})
app.delete('/journal', async ({ env }) => {
  await env.issuer.journal.clear()
  return answer({ entries: [] })
})
app.post('/journal/wait', async ({ req, env }) =>
  answer({ entries: await env.issuer.journal.wait(await readJson(req.raw, schema.waitRequest)) }),
)

app.get('/users', async ({ env }) => answer({ users: (await env.issuer.users.list()).map(withoutPassword) }))
app.put('/users/:sub', async ({ req, env }) => {
  const sub = req.param('sub')
  const user = await readJson(req.raw, schema.userRequest)
  if (user.sub !== undefined && user.sub !== sub)
    throw invalidRequest('The sub in the body differs from the one in the path.')
  await env.issuer.users.put({ ...user, sub })
  return answer({ user: withoutPassword({ ...user, sub }) })
})
app.delete('/users/:sub', async ({ req, env }) => {
  await env.issuer.users.remove(req.param('sub'))
  return answer({ removed: req.param('sub') })
})

app.get('/clients', async ({ env }) => answer({ clients: await env.issuer.clients.list() }))
app.put('/clients/:id', async ({ req, env }) => {
  const clientId = req.param('id')
  const client = await readJson(req.raw, schema.clientRequest)
  if (client.clientId !== undefined && client.clientId !== clientId) {
    throw invalidRequest('The clientId in the body differs from the one in the path.')
  }
  await env.issuer.clients.put({ ...client, clientId })
  return answer({ client: clientId })
})
app.delete('/clients/:id', async ({ req, env }) => {
  await env.issuer.clients.remove(req.param('id'))
  return answer({ removed: req.param('id') })
})

app.get('/settings', async ({ env }) => answer(await env.issuer.settings.get()))
app.patch('/settings', async ({ req, env }) =>
  answer(await env.issuer.settings.change(await readJson(req.raw, schema.settingsRequest))),
)

app.get('/flaws', async ({ env }) => answer({ flaws: await env.issuer.flaws() }))
app.post('/verify', async ({ req, env }) => {
  const { token } = await readJson(req.raw, schema.verifyRequest)
  return answer(await env.issuer.verify(token))
})

app.get('/tenants', async ({ env: { issuer } }) => answer({ tenants: await issuer.tenants.list() }))
app.delete('/tenants/:name', async ({ req, env: { issuer } }) =>
  answer({ removed: await issuer.tenants.remove(req.param('name')) }),
)

app.post('/reset', async ({ env }) => {
  await env.issuer.reset()
  return answer({ reset: true })
})

app.notFound(() => {
  const description =
    'The control API has POST /_control/mint, rotate, withdraw, restore, rotation, verify, reset; keys, faults, clock, ' +
    'journal, users, clients, settings, tenants.'
  throw new OAuthError(404, 'not_found', { description })
})
app.onError((error) => {
  if (error instanceof IdpError) return answer({ error: error.code, error_description: error.message }, 400)
  throw error
})

const answer = (body: object, status = 200): Response =>
  Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })

const withoutPassword = <Entry extends { readonly password?: string }>({ password: _, ...user }: Entry) => user
