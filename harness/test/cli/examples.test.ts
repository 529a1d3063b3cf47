import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { suites } from '../../../suites/index.ts'
import { conformanceProgram } from '../../cli/commands.ts'
import type { Program } from '../../cli/declaration.ts'
import { renderConfig } from '../../cli/init/file.ts'
import type { Io, Sink } from '../../cli/io.ts'
import { main } from '../../cli/main.ts'
import { readSettings } from '../../config/read.ts'
import { emptyFolder, runCommand } from './support/real-command.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Runs a command line in this process. Every word of it is parsed and validated; nothing is started. */
async function parse(argv: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  let output = ''
  const sink: Sink = { isTerminal: false, color: false, write: (text) => (output += text), flush: async () => {} }
  const interrupt = () => new AbortController().signal
  const io: Io = { stdout: sink, stderr: sink, stdin: new PassThrough(), env: {}, cwd: tmpdir(), interrupt }
  const code = await main(argv, io, { program: dry })
  return { code, output }
}

/** The program with actions that only validate the flags of a run. */
const dry: Program = {
  ...conformanceProgram,
  commands: conformanceProgram.commands.map((entry) => ({
    ...entry,
    async load() {
      const declare = await entry.load()
      return (declaration) =>
        declare({
          ...declaration,
          asAction:
            () =>
            async (...[flags]: unknown[]) => {
              if (entry.name !== 'test') return
              const { config: _, suite: __, ...settings } = Object(flags)
              readSettings(settings, { kind: 'flags' })
            },
        })
    },
  })),
}

const helpOf = async (...words: readonly string[]) => (await parse([...words, '--help'])).output

const namesIn = (help: string): readonly string[] =>
  [...help.replace(/^[\s\S]*^Commands:$/m, '').matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = '']) => name)

const commands = (await helpOf()).includes('Commands:') ? namesIn(await helpOf()).filter((name) => name !== 'help') : []
const controls = namesIn(await helpOf('idp')).filter((name) => name !== 'help')
const pages: readonly (readonly [words: string, help: string])[] = await Promise.all(
  [[], ...commands.map((name) => [name]), ...controls.map((name) => ['idp', name])].map(
    async (words) => [words.join(' '), await helpOf(...words)] as const,
  ),
)

/** Words as a shell reads them, without the environment before the command. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word.replace(/['"]/g, ''))

/** The command lines of this package in a text, without comments. */
const commandLines = (text: string): readonly string[] =>
  text
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((line) => line.replace(/\s+#.*$/, '').split(/ && | {2,}and {2,}/))
    .map((line) => /^(?:\w+=\S* )*npx (?:auth-)?conformance(?: (.*))?$/.exec(line.trim()))
    .flatMap((match) => (match ? [match[1] ?? ''] : []))

const blocksOf = (markdown: string): string =>
  [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block).join('\n')

const documents = [
  'README.md',
  ...(await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
  ...(await readdir(join(root, 'docs/providers'))).map((name) => `docs/providers/${name}`),
  ...(await readdir(join(root, 'examples'))).map((name) => `examples/${name}/README.md`),
]

const written = (
  await Promise.all(
    documents.map(async (name) =>
      commandLines(blocksOf(await readFile(join(root, name), 'utf8'))).map((line) => [name, line] as const),
    ),
  )
).flat()

/** Every check, and every vector of one, that a text names can be explained. */
async function expectExplained(text: string): Promise<void> {
  const ids = text.match(/\b[a-z]+\/[a-z]+-[a-z0-9-]+(?:\[[^\]]+\])?/g) ?? []
  for (const id of ids.filter((one) => suites.some((suite) => one.startsWith(`${suite.id}/`)))) {
    const { code, stderr } = await runCommand(['explain', id])
    expect([code, stderr]).toEqual([0, ''])
  }
}

describe('what the help prints', () => {
  test('is there for every command', () => {
    expect(commands).toEqual(conformanceProgram.commands.map(({ name }) => name))
    expect(pages.length).toBeGreaterThan(25)
  })

  test.each(pages)('names only checks and vectors that there are: %s', async (_, help) => {
    await expectExplained(help.replace(/\s+/g, ' '))
  })

  test.each(pages)('names only flags that there are: %s', (_, help) => {
    const flags = new Set(pages.flatMap(([, page]) => page.match(/^ +(?:-\w, )?--[\w-]+/gm)?.map((it) => it.trim())))
    const known = [...flags].map((flag = '') => flag.replace(/^-\w, /, ''))
    for (const [flag] of help.matchAll(/--[a-z][\w-]+/g)) expect(known).toContain(flag)
  })
})

test.each(written)('%s: conformance %s', async (_, line) => {
  await expectExplained(line)
  const { code, output } = await parse(wordsOf(line))
  expect([code, output]).toEqual([0, expect.not.stringContaining('error')])
})

test('documents show command lines of this package', () => {
  expect(written.length).toBeGreaterThan(10)
})

test.each(['bearer', 'apiKey', 'jwt'])(
  'the file that init writes is valid, with everything it suggests: %s',
  (kind) => {
    const answers = {
      target: 'http://127.0.0.1:8000/me',
      kind,
      credential: 'API_TOKEN',
      command: 'node server.js {port}',
    }
    const text = renderConfig({ ...answers, health: '/health' }).replace(/^ {2}\/\/ (\w+: .*,)$/gm, '  $1')
    const config = new Function(text.replace(/^\/\*\*.*\*\/\n/, '').replace('export default', 'return'))()
    expect(readSettings(config, { kind: 'file', file: 'conformance.config.ts' })).toHaveProperty('login')
  },
)

test('the line that the demo ends with can be typed', async () => {
  const { stderr } = await runCommand(['--only', 'alg/none-rejected'], { cwd: await emptyFolder() })
  const [line = ''] = commandLines(stderr.replace(/^For your own server: +/m, ''))
  expect(await parse(wordsOf(line))).toEqual({ code: 0, output: '' })
})
