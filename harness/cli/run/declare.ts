import { type Command, Option } from 'commander'
import type { Settings } from '../../config/schema.ts'
import { ConformanceError } from '../../errors.ts'
import { defaultPath, formatNames } from '../../report/formats.ts'
import type { Declaration } from '../declaration.ts'
import { collect, jsonOrText, list, number, pairs } from './arguments.ts'

/** The flags as they come: values that only look like settings, still to be read. */
export type Flags = Partial<Record<keyof Settings | 'config' | 'suite', unknown>>

/** `conformance test`, which is also what runs without the name of a command. */
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
      refuseSecrets(flags)
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
    option('--system <name>', 'what a documented system promises, such as mcp-front; conformance list names all'),
    option('--target <url>', 'a protected resource, such as http://127.0.0.1:8000/me'),
    option('--method <method>', 'method that it takes (default: GET, with --data POST)'),
    option('--data <text>', 'body of the request'),
    repeatable('--header <line>', "further field of every request, such as 'X-Tenant: a' (repeatable)"),
    option('--rejected-status <status>', '403 or 404, where strangers get that instead of 401').argParser(number),
    option(
      '--exec <command>',
      'starts the target by the shell, and stops it afterwards; {port} (a free one, when --target has it too), {issuer}, {jwks_uri} and {audience} are filled in',
    ),
    option(
      '--env <name=value>',
      'further environment of the target, filled in alike; a name alone hands on our own value (repeatable)',
    ).argParser(pairs('--env')),
    option('--image <name>', 'starts the target from a container image instead; the path of --target is kept'),
    option('--port <port>', 'that it listens on in the container (default: 8000)').argParser(number),
    option('--wait <duration>', 'for the target to answer, or to take a token (default: 30s)'),
  ],
  'Credential, one of': [
    option('--token-env <name>', 'environment variable that holds a bearer token'),
    option('--token-file <file>', 'file that holds a bearer token; - is standard input'),
    option('--api-key-env <name>', 'environment variable that holds an API key'),
    option('--audience <audience>', 'the target trusts the mock issuer, which this starts, for this audience'),
  ],
  'Where the credential goes': [
    option('--api-key-header <field>', 'field of the API key (default: X-API-Key)'),
    option('--scheme <scheme>', 'scheme before the credential (default: Bearer; for an API key none)'),
  ],
  'Tokens, with --audience': [
    option('--algorithms <names>', 'all that the target accepts, the preferred first: RS256,ES256').argParser(list),
    option('--subject <sub>', 'sub of the tokens (default: conformance-user)'),
    option('--scope <scope>', 'scope of the tokens'),
    option('--claim <name=value>', 'further claim, JSON or text (repeatable)').argParser(pairs('--claim', jsonOrText)),
    option('--client-id <id>', 'client_id of the tokens (default: conformance)'),
    option('--token-profile <name>', 'jwt (default), rfc9068 for typ at+jwt, or mcp'),
    option('--issuer-port <port>', 'port of the issuer (default: 9400, with --exec a free one)').argParser(number),
    option('--issuer-host <address>', 'address that the issuer listens on (default: 127.0.0.1)'),
    option('--issuer-url <url>', 'issuer as the target sees it (default: http://127.0.0.1:PORT)'),
  ],
  Run: [
    repeatable('--name <name>', 'of several targets in the configuration file (repeatable; default: all)'),
    repeatable('--suite <file>', 'also runs the suite that a module of your own exports (repeatable)'),
    repeatable('--only <id>', 'a suite, a check or check[vector] (repeatable)'),
    option('--timeout <duration>', 'for one request (default: 10s)'),
    option('--concurrency <count>', 'requests in flight (default: 10)').argParser(number),
    option(
      '--allow-remote-bursts',
      'sends bursts to a target on another machine, too (up to three times its declared limit)',
    ),
    option('--timing-budget <duration>', 'to compare the durations of two kinds of requests (default: 30s)'),
    option('--timing-resolution <nanoseconds>', 'the largest difference that counts as none (default: 50)').argParser(
      number,
    ),
    option('--timing-remote', 'measures durations of a target on another machine, too; a difference then only warns'),
    option('--timing-raw', 'keeps what was measured in the results, for conformance replay'),
    option('--timing').hideHelp(),
    option('--no-timing', 'compares no durations, which takes a minute or two'),
    option('--strict', 'warnings and inconclusive checks fail too'),
    option('--config <file>', 'settings (default: conformance.config.ts, .js, .json or .yaml)'),
  ],
  Report: [
    repeatable(
      '--report <format=path>',
      `writes a report (repeatable; always: json=${defaultPath('json')}); formats are ${formatNames.join(', ')}`,
    ),
    option('--results').hideHelp(),
    option('--no-results', `writes no ${defaultPath('json')}`),
    option('--format <format>', 'what is written to standard output: text (default), json or another format'),
    option('--verbose', 'every broken vector in full'),
  ],
}

/** Flags that people try by habit; a secret there ends up in the shell history and in the list of processes. */
const secretFlags = ['token', 'apiKey', 'bearer', 'secret', 'password'] as const

function refuseSecrets(flags: Readonly<Record<string, unknown>>): void {
  const used = secretFlags.find((name) => flags[name] !== undefined)
  if (used === undefined) return
  throw new ConformanceError('USAGE', 'A secret must not be on the command line, where others can read it.', {
    next: 'Put it into an environment variable and name that: --token-env API_TOKEN, or --api-key-env API_KEY.',
  })
}
