import { afterAll, expect, test } from 'vitest'
import { serveIdp } from '../../../mock-idp/adapters/node.ts'
import type { MintRecipe } from '../../../mock-idp/index.ts'
import { createResource } from './resource.ts'

const served = await serveIdp({ port: 0, keys: ['ES256'] })
afterAll(() => served.close())
const { idp } = served
const audience = 'https://notes.example'
const resource = createResource({ issuer: idp.issuer, jwksUri: idp.jwksUri, audience })

const good = { sub: 'alice', aud: audience }
const mint = ({ claims, ...recipe }: MintRecipe = {}) => idp.mint({ ...recipe, claims: { ...good, ...claims } })
const statusOf = async (authorization: string, query = '') =>
  (await resource.request(`/notes${query}`, { headers: { authorization } })).status

test('it accepts a valid token and rejects most others', async () => {
  expect(await statusOf(`Bearer ${await mint()}`)).toBe(200)
  const bad: readonly MintRecipe[] = [
    { claims: { aud: 'https://other.example' } },
    { claims: { iss: 'https://other.example' } },
    { claims: { exp: '-2h' } },
    { header: { alg: 'none' }, signature: '' },
    { signature: 'AAAA' },
  ]
  for (const recipe of bad) expect(await statusOf(`Bearer ${await mint(recipe)}`)).toBe(401)
})

test('its six mistakes', async () => {
  const none = await mint({ header: { alg: 'nOnE' }, signature: '' })
  const late = await mint({ claims: { exp: '-50m' } })
  const forNobody = await mint({ withoutClaims: ['aud'] })
  expect(await Promise.all([none, late, forNobody].map((token) => statusOf(`Bearer ${token}`)))).toEqual([
    200, 200, 200,
  ])
  const token = await mint()
  expect(await statusOf(`bearer ${token}`)).toBe(401)
  expect((await resource.request(`/notes?access_token=${token}`)).status).toBe(200)
  const anonymous = await resource.request('/notes')
  expect([anonymous.status, anonymous.headers.get('www-authenticate')]).toEqual([401, null])
})
