import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { completeTargetConfig, staticCredential } from '../../../config/target-config.ts'
import { encode } from '../../../forge/parts.ts'
import { answering } from '../../../test/cli/support/servers.ts'
import { withPublishedKeys } from './published-keys.ts'

const jwk = (type: 'ec' | 'rsa') =>
  (type === 'ec'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 })
  ).privateKey.export({ format: 'jwk' })

const [ec, rsa] = [
  { kid: 'ec', ...jwk('ec') },
  { kid: 'rsa', ...jwk('rsa') },
]
const document = JSON.stringify({
  keys: [
    rsa,
    { kty: 'oct', k: 'c2VjcmV0' },
    { kty: 'unknown' },
    { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' },
    null,
    ec,
  ],
})

const cwd = mkdtempSync(join(tmpdir(), 'keys-'))
const config = completeTargetConfig({
  target: 'http://127.0.0.1:1/me',
  credential: staticCredential(`${encode({ alg: 'RS256', kid: 'rsa' })}.${encode({ iss: 'x' })}.AAAA`, 'TOKEN'),
})

function file(content: string): { jwksFile: string } {
  const name = `${Math.random()}.json`
  writeFileSync(join(cwd, name), content)
  return { jwksFile: name }
}

it('keeps the public members of the keys of known kinds', async () => {
  const { publishedKeys } = await withPublishedKeys(config, file(document), { cwd })
  expect(publishedKeys).toEqual({
    keys: [
      { kid: 'rsa', kty: 'RSA', n: rsa.n, e: rsa.e },
      { kid: 'ec', kty: 'EC', crv: 'P-256', x: ec.x, y: ec.y },
    ],
  })
})

it('reads nothing unless an address or a file is named', async () => {
  expect(await withPublishedKeys(config, {}, { cwd })).toBe(config)
})

it('fetches the address that is named', async () => {
  await using server = await answering((_, response) => response.end(document))
  const { publishedKeys } = await withPublishedKeys(config, { jwksUrl: server.url }, { cwd })
  expect(publishedKeys?.keys).toHaveLength(2)
})

const code = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) })

it.each([
  ['not JSON', 'no', /holds no JWK Set/],
  ['no list of keys', '{"keys":{}}', /holds no JWK Set/],
  ['no public key', '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}', /holds no public key/],
])('rejects a document with %s', async (_, content, message) => {
  await expect(withPublishedKeys(config, file(content), { cwd })).rejects.toEqual(code('NO_KEYS', message))
})

it('names a file that is not there, and a credential that is no JWT', async () => {
  await expect(withPublishedKeys(config, { jwksFile: 'none.json' }, { cwd })).rejects.toEqual(
    code('NO_KEYS', /none\.json/),
  )
  const opaque = { ...config, credential: staticCredential('opaque', 'TOKEN') }
  await expect(withPublishedKeys(opaque, file(document), { cwd })).rejects.toEqual(code('USAGE', /no JWT/))
})

it.each<[string, Parameters<typeof answering>[0], RegExp]>([
  ['an error', (_, response) => response.writeHead(503).end(), /answered 503/],
  ['a redirect', (_, response) => response.writeHead(302, { location: 'http://other.example/' }).end(), /redirects to/],
  ['too much', (_, response) => response.end(' '.repeat(1_000_001)), /more than 1000000 bytes/],
  ['nothing', () => {}, /did not answer within 200 ms/],
])('does not wait for, follow or keep %s', async (_, answer, message) => {
  await using server = await answering(answer)
  const options = { cwd, timeoutMs: message.source.includes('within') ? 200 : 30_000 }
  await expect(withPublishedKeys(config, { jwksUrl: server.url }, options)).rejects.toEqual(code('NO_KEYS', message))
})

it('says why an address cannot be reached', async () => {
  await expect(withPublishedKeys(config, { jwksUrl: 'http://127.0.0.1:1/' }, { cwd })).rejects.toEqual(
    code('NO_KEYS', /127\.0\.0\.1:1/),
  )
})
