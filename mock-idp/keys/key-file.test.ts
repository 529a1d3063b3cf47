import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { keysFromFile } from './key-file.ts'
import { createKeyRing } from './ring/ring.ts'

const folder = mkdtempSync(join(tmpdir(), 'keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, content: unknown): string => {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
const ed = generateKeyPairSync('ed25519').privateKey
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const pem = (key = ec): string => key.export({ format: 'pem', type: 'pkcs8' }).toString()
const jwk = (key = ec, more: object = {}) => ({ ...key.export({ format: 'jwk' }), ...more })

const namesOf = async (path: string) => (await keysFromFile(path)).map(({ alg, kid }) => [alg, kid])

test('reads a JWK Set, a JWK, PEM and a folder of them', async () => {
  const set = write('1.json', { keys: [jwk(rsa, { alg: 'PS256', kid: 'mine' }), jwk(ed)] })
  expect(await namesOf(set)).toEqual([
    ['PS256', 'mine'],
    ['EdDSA', undefined],
  ])
  expect(await namesOf(write('2.jwk', jwk()))).toEqual([['ES384', undefined]])
  expect(await namesOf(write('3.pem', `# a comment\n${pem()}${pem(rsa)}`))).toEqual([
    ['ES384', undefined],
    ['RS256', undefined],
  ])
  write('README.md', 'not a key')
  expect(await namesOf(folder)).toHaveLength(5)
  expect(
    createKeyRing(await keysFromFile(set))
      .privateKey('mine')
      .equals(rsa),
  ).toBe(true)
})

test.each([
  ['absent', undefined, /ENOENT/],
  ['nonsense', 'hello', /not a JWK Set/],
  ['a list', [jwk()], /not a JWK Set/],
  ['an empty set', { keys: [] }, /no private key/],
  ['a public JWK', { ...jwk(), d: undefined }, /needs the member "d"/],
  ['a public JWK with alg', { ...jwk(), d: undefined, alg: 'ES384' }, /needs the member "d"/],
  ['a JWK with a number as kid', { ...jwk(), kid: 1 }, /"kid" must be a string/],
  ['another alg', jwk(ec, { alg: 'RS256' }), /cannot be used/],
  ['an unknown alg', jwk(ec, { alg: 'HS256' }), /cannot be used/],
  ['PKCS#1', rsa.export({ format: 'pem', type: 'pkcs1' }), /openssl pkcs8/],
  ['damaged PEM', pem().replace(/\n..../, '\n////'), /damaged/],
  ['a key that cannot sign', pem(generateKeyPairSync('x25519').privateKey), /type is not supported/],
])('rejects %s, with the file in the message', async (name, content, message) => {
  const path = content === undefined ? join(folder, name) : write(name, content)
  const error = await keysFromFile(path).catch((thrown) => thrown)
  expect(error).toMatchObject({ name: 'IdpError', message: expect.stringMatching(message) })
  expect(error.message).toContain(path)
  expect(error.message).not.toContain(jwk().d)
})
