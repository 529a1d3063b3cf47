import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { suites } from '../suites/index.ts'
import { version } from './version.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'conformance-package-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Variables by which an npm that runs these tests would tell the next one that it is at home here. */
const ofNpm = /^(npm_(package|lifecycle)_.*|npm_command|npm_config_(local|global)_prefix|INIT_CWD)$/i

const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofNpm.test(name))),
  PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
}

const run = (command: string, args: readonly string[], cwd: string, more: Readonly<Record<string, string>> = {}) =>
  execa(command, args, { cwd, env: { ...env, ...more }, extendEnv: false, reject: false, timeout: 100_000 })

/** Packs a copy, because packing builds, and must not change dist/ of the checkout. */
async function pack() {
  const copy = join(folder, 'copy')
  const tracked = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'CHANGELOG.md', 'LICENSE', 'README.md']
  for (const name of [...tracked, 'docs', 'fixtures', 'harness', 'mock-idp', 'suites']) {
    await cp(join(root, name), join(copy, name), {
      recursive: true,
      filter: (path) => !/\/node_modules$/.test(path),
    })
  }
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  const { exitCode, stdout, stderr } = await run('npm', ['pack', '--json', '--pack-destination', folder], copy)
  expect(exitCode, stderr).toBe(0)
  // What the build prints comes first. Some versions of npm write a list, others an object by name.
  const [packed] = Object.values(JSON.parse(stdout.slice(stdout.search(/^[[{]$/m)))) as readonly Packed[]
  if (!packed) throw new Error(`npm pack wrote ${stdout}`)
  return packed
}

const shipped =
  /^(dist\/.*\.(js|d\.ts)|harness\/cli\/bin\.js|docs\/checks\/[\w-]+\.md|docs\/(config|idp)\.schema\.json|dist\/idp\/Dockerfile|CHANGELOG\.md|README\.md|LICENSE|package\.json)$/

/** What can be imported without vitest, with a name that each exports. */
const entries = {
  'auth-conformance': 'runSuites',
  'auth-conformance/suites': 'suites',
  'auth-conformance/expect': 'rejected',
  'auth-conformance/forge': 'withClaims',
  'auth-conformance/idp': 'createIdp',
  'auth-conformance/idp/node': 'serveIdp',
}

interface Packed {
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

/** An empty project with the package in it; the reason if the registry is out of reach. */
async function install(filename: string): Promise<{ readonly project: string; readonly unreachable?: string }> {
  const project = join(folder, 'project')
  await mkdir(project)
  await writeFile(join(project, 'package.json'), '{ "private": true }')
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--fetch-retries=0']
  const { exitCode, stderr, timedOut } = await run('npm', ['install', join(folder, filename), ...flags], project)
  if (exitCode === 0) return { project }
  const [refused] = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH)\b.*/.exec(stderr) ?? []
  const reason = refused ?? (timedOut ? 'no answer in time' : undefined)
  if (reason === undefined) throw new Error(stderr)
  return { project, unreachable: reason }
}

/** The example beside an installed package, whose dependencies are those of this repository: no registry is needed. */
async function linkExample(filename: string): Promise<string> {
  const modules = join(folder, 'examples', 'node_modules')
  const installed = join(modules, 'auth-conformance')
  await mkdir(join(modules, '.bin'), { recursive: true })
  await mkdir(installed)
  await run('tar', ['-xzf', join(folder, filename), '-C', installed, '--strip-components=1'], folder)
  await symlink(join(root, 'node_modules'), join(installed, 'node_modules'))
  await symlink('../auth-conformance/harness/cli/bin.js', join(modules, '.bin', 'conformance'))
  const example = join(folder, 'examples', 'custom-suite')
  await cp(join(root, 'examples/custom-suite'), example, { recursive: true })
  return example
}

describe('the package', () => {
  let packed: Packed
  beforeAll(async () => {
    packed = await pack()
  }, 120_000)

  it('holds what runs and what is read, and nothing of the tests', () => {
    const paths = packed.files.map(({ path }) => path)
    expect(paths.filter((path) => !shipped.test(path))).toEqual([])
    expect(paths.filter((path) => /fixtures|\/proof\/|\/test\/|\.test\.|\.conformance\./.test(path))).toEqual([])
    expect(paths).toEqual(expect.arrayContaining(['dist/harness/cli/main.js', 'docs/checks/README.md', 'LICENSE']))
  })

  it('runs where it is installed, and can be imported there', async ({ skip }) => {
    const { project, unreachable } = await install(packed.filename)
    skip(unreachable !== undefined, `the registry is out of reach: ${unreachable}`)

    const named = await run('npx', ['--no-install', 'auth-conformance', '--version'], project)
    expect([named.exitCode, named.stdout], named.stderr).toEqual([0, version])
    const listed = await run('npx', ['--no-install', 'conformance', 'list'], project)
    expect(listed.exitCode, listed.stderr).toBe(0)
    for (const { id } of suites.flatMap(({ checks }) => checks)) expect(listed.stdout).toContain(id)

    for (const [entry, name] of Object.entries(entries)) {
      const script = `console.log(Object.keys(await import('${entry}')).join())`
      const imported = await run(process.execPath, ['--input-type=module', '-e', script], project)
      expect(imported.stdout.split(','), imported.stderr).toContain(name)
    }
  }, 120_000)

  it('runs the suite of the example, whose types are right', async () => {
    const example = await linkExample(packed.filename)
    const types = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--skipLibCheck']
    const files = ['notes-suite.ts', 'conformance.config.ts']
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const checked = await run(process.execPath, [tsc, ...types, ...files], example)
    expect([checked.exitCode, checked.stdout]).toEqual([0, ''])

    const listed = await run('npm', ['run', '--silent', 'list'], example)
    expect(listed.stdout, listed.stderr).toMatch(/^notes {2}Notes$/m)
    const only = ['--only', 'notes', '--report', 'html', '--format', 'json']
    const tested = await run('npm', ['test', '--silent', '--', ...only], example, {
      API_TOKEN: 'a-token-of-the-example',
    })
    expect([tested.exitCode, tested.stderr]).toEqual([0, ''])
    const verdicts = Object.fromEntries(
      JSON.parse(tested.stdout).findings.map(({ id, verdict }: { id: string; verdict: string }) => [id, verdict]),
    )
    expect(verdicts).toMatchObject({
      'notes/cookie-rejected': 'pass',
      'notes/language-ignored': 'pass',
      'notes/key-hint-rejected': 'skip',
    })
    expect(await readFile(join(example, 'results.html'), 'utf8')).toContain('notes/cookie-rejected')
  }, 120_000)
})
