import { type Command, Option } from 'commander'
import { ConformanceError } from '../../errors.ts'
import { defaultPath, formatNames } from '../../report/formats.ts'
import type { Declaration } from '../declaration.ts'
import { collect, jsonOrText, list, number, pairs } from './arguments.ts'
import type { Flags } from './flags.ts'

/** `conformance test`, the default command. */
export function declareTest({ command, io, catalog, argv, asAction }: Declaration): void {
  // The message about an unknown word names the commands, or says where a URL goes.
  command.allowExcessArguments()
  for (const [group, options] of Object.entries(groups)) {
    for (const option of options) command.addOption(option.helpGroup(`${group}:`))
  }
  for (const flag of ['--token', '--api-key', '--bearer', '--secret', '--password']) {
    command.addOption(new Option(`${flag} [value]`).hideHelp())
  }
  command.action(
    asAction(async (flags: Flags, { args: operands }: Command) => {
      rejectSecrets(flags)
      const { suite: suites, ...others } = flags
      const { test } = await import('./command.ts')
      const commandNames = command.parent?.commands.map((one) => one.name()) ?? []
      return test({
        operands,
        commandNames,
        flags: { ...others, ...(suites !== undefined && { suites }) },
        argv,
        io,
        catalog,
      })
    }),
  )
}

const option = (flags: string, description?: string): Option => new Option(flags, description)
const repeatable = (flags: string, description: string): Option => option(flags, description).argParser(collect)

const groups: Readonly<Record<string, readonly Option[]>> = {
  Target: [
    option(
      '--system <name>',
      'also tests what the document of a system promises, such as mcp-front; conformance list shows all',
    ),
    option('--target <url>', 'a protected resource, such as http://127.0.0.1:8000/me'),
    option('--method <method>', 'request method (default: GET; with --data: POST)'),
    option('--data <text>', 'request body'),
    repeatable('--header <line>', "further header field of every request, such as 'X-Tenant: a' (repeatable)"),
    option(
      '--rejected-status <status>',
      '403 or 404, if the server answers that instead of 401 to an unknown credential',
    ).argParser(number),
    option(
      '--rejection <name=value>',
      'what a rejection looks like if the server always answers 200: body=TEXT, or pointer=/errors/0/code and equals=VALUE (repeatable)',
    ).argParser(pairs('--rejection', jsonOrText)),
    option(
      '--exec <command>',
      'starts the target with the shell, and stops it afterwards; {port}, {issuer}, {jwks_uri}, {audience} and {ca_file} are replaced',
    ),
    option(
      '--env <name=value>',
      'environment variable for the target, with the same placeholders; a name alone passes on the current value (repeatable)',
    ).argParser(pairs('--env')),
    option('--ca <file>', 'certificate of a private authority to trust, in PEM, besides the public ones'),
    option('--image <name>', 'starts the target from a container image; only the path of --target is used'),
    option('--port <port>', 'port inside the container (default: 8000)').argParser(number),
    option('--wait <duration>', 'how long to wait until the target answers and accepts a token (default: 30s)'),
  ],
  'Credential, one of': [
    option('--token-env <name>', 'environment variable with a bearer token'),
    option('--token-file <file>', 'file with a bearer token; - is standard input'),
    option('--token-cmd <command>', 'command that prints a bearer token; run again before the token expires'),
    option('--api-key-env <name>', 'environment variable with an API key'),
    option('--audience <audience>', 'audience of JWTs: starts the mock issuer, which the target must trust'),
  ],
  'A JWT that you give, or that a login answers': [
    option(
      '--jwks-url <url>',
      'where its issuer publishes its keys, for attacks that need them: fetched once, and only when it is named',
    ),
    option('--jwks-file <file>', 'file with the same JWK Set'),
  ],
  'Where the credential goes': [
    option('--api-key-header <field>', 'header field of the API key (default: X-API-Key)'),
    option('--scheme <scheme>', 'scheme before the credential (default: Bearer; none for an API key)'),
  ],
  'Tokens, with --audience': [
    option(
      '--algorithms <names>',
      'all algorithms that the target accepts, the preferred one first, such as RS256,ES256',
    ).argParser(list),
    option('--subject <sub>', 'sub claim of the tokens (default: conformance-user)'),
    option('--scope <scope>', 'scope claim of the tokens'),
    option('--claim <name=value>', 'further claim of the tokens, as JSON or text (repeatable)').argParser(
      pairs('--claim', jsonOrText),
    ),
    option('--client-id <id>', 'client_id claim of the tokens (default: conformance)'),
    option('--token-profile <name>', 'profile of the tokens: jwt (default), rfc9068 (typ at+jwt) or mcp'),
    option('--issuer-port <port>', 'port of the issuer (default: 9400; with --exec: a free one)').argParser(number),
    option('--issuer-host <address>', 'address that the issuer listens on (default: 127.0.0.1)'),
    option('--issuer-url <url>', 'URL of the issuer as the target sees it (default: http://127.0.0.1:PORT)'),
  ],
  Run: [
    repeatable('--name <name>', 'tests one of several targets in the configuration file (repeatable; default: all)'),
    repeatable('--suite <file>', 'also runs the suite that a module of your own exports (repeatable)'),
    repeatable('--only <id>', 'runs only a suite, a check or check[vector] (repeatable)'),
    option('--timeout <duration>', 'time limit of one request (default: 10s)'),
    option('--concurrency <count>', 'requests at the same time (default: 10)').argParser(number),
    option(
      '--max-duration <duration>',
      'how long the run may take where the target limits requests (default: 15m); the most severe checks come first',
    ),
    option(
      '--allow-remote-bursts',
      'also sends bursts to a target on another machine (up to three times its declared limit)',
    ),
    option('--timing-budget <duration>', 'time for each timing comparison (default: 30s)'),
    option('--timing-resolution <nanoseconds>', 'largest difference that counts as no leak (default: 50)').argParser(
      number,
    ),
    option('--timing-remote', 'also measures a target on another machine; a leak is then only a warning'),
    option('--timing-raw', 'keeps the raw measurements in results.json, for conformance replay'),
    option('--timing').hideHelp(),
    option('--no-timing', 'skips the timing checks (saves 1–2 min)'),
    option('--strict', 'warnings and inconclusive checks fail, too'),
    option('--config <file>', 'configuration file (default: conformance.config.ts, .js, .json or .yaml)'),
  ],
  Report: [
    repeatable(
      '--report <format=path>',
      `writes a report to a file (repeatable; default: json=${defaultPath('json')}); formats: ${formatNames.join(', ')}`,
    ),
    option('--results').hideHelp(),
    option('--no-results', `writes no ${defaultPath('json')}`),
    option('--format <format>', 'format of standard output: text (default), json or another one'),
    option('--verbose', 'shows every broken vector in full'),
  ],
}

/** Options of a run, by their names, for other commands that run suites. */
export const runOptions = (names: readonly string[]): readonly Option[] =>
  (groups.Run ?? []).filter(({ long }) => long !== undefined && names.includes(long))

export const reportOptions = (): readonly Option[] => groups.Report ?? []

/** Flags that people try by habit. A secret there ends up in the shell history and in the list of processes. */
const secretFlags = ['token', 'apiKey', 'bearer', 'secret', 'password'] as const

function rejectSecrets(flags: Readonly<Record<string, unknown>>): void {
  const used = secretFlags.find((name) => flags[name] !== undefined)
  if (used === undefined) return
  throw new ConformanceError('USAGE', 'A secret must not be on the command line, where others can read it.', {
    next: 'Put it into an environment variable and name that: --token-env API_TOKEN, or --api-key-env API_KEY.',
  })
}
