import { readdir, readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { mutants } from '../fixtures/mutants/index.ts'
import { generatedPages } from './pages/index.ts'

const here = (path: string): URL => new URL(path, import.meta.url)

const pages = await generatedPages()

it.each([...pages])('docs/%s is what the code says: else run npm run docs', async (path, text) => {
  expect(await readFile(here(path), 'utf8').catch(() => 'no such file'), 'run npm run docs').toBe(text)
})

it('holds no page of a suite that is gone: else run npm run docs', async () => {
  const names = (await readdir(here('checks/'))).map((name) => `checks/${name}`)
  expect(names.filter((name) => !pages.has(name))).toEqual([])
})

it('says the same whenever it is rendered', async () => {
  expect(await generatedPages()).toEqual(pages)
})

it('shows the tokens of each documented system, in its own field', () => {
  const rows = (pages.get('systems.md') ?? '').split('\n')
  const row = (name: string) => rows.filter((line) => line.startsWith(`| \`${name}\` |`)).join('\n')
  expect(row('development at database')).toContain('‹DEV_TOKEN›')
  expect(row('production at database')).not.toContain('‹DEV_TOKEN›')
  expect(row('an unknown key')).toContain('X-API-Key: {unknownToken}')
  expect(row('no key')).toContain('no credential')
  // Of a target that accepts everybody.
  expect(row('a bearer token')).toContain('`Authorization: Bearer conformance`')
  expect(rows.filter((line) => /^\| `[^`]*` \| \|/.test(line))).toEqual([])
})

it('shows every mutant', () => {
  expect(mutants.filter(({ id }) => !pages.get('kill-matrix.md')?.includes(`\`${id}\``))).toEqual([])
})
