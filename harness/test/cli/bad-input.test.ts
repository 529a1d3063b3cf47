import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runInProcess } from './support/in-process.ts'
import { emptyFolder } from './support/real-command.ts'
import { secret, speaking } from './support/servers.ts'

const target = ['--target', 'http://127.0.0.1:9/me']
const token = ['--token-env', 'API_TOKEN']
const env = { API_TOKEN: secret, BLANK: ' ', WITH_SCHEME: `Bearer ${secret}`, LINES: `${secret}\n` }

/** Each ends with exit code 2 and one message, before anything is sent. */
const commands: readonly (readonly [args: readonly string[], message: RegExp])[] = [
  [['--tarrget', 'x'], /unknown option '--tarrget'\n\(Did you mean --target\?\)/],
  [['lst'], /unknown command 'lst'\n {2}Did you mean list\?/],
  [['http://127.0.0.1:8000/me'], /Write --target before it/],
  [['explain'], /missing required argument 'id'/],
  [['explain', 'bearer/scheme-case'], /There is no check "bearer\/scheme-case"/],
  [['explain', 'alg'], /It is a suite of alg\/\w+/],
  [['explain', 'alg/none-rejected[nine]'], /has no vector "nine"/],
  [['explain', 'none-rejected'], /Did you mean alg\/none-rejected\?/],
  [token, /No target is named/],
  [target, /No credential is named\.\n.*--token-env NAME/],
  [[...target, ...token, '--audience', 'api'], /--token-env and --audience name different credentials/],
  [[...target, ...token, '--subject', 'me'], /--subject has no effect without --audience/],
  [[...target, ...token, '--env', 'A=b'], /--env has no effect without --exec/],
  [[...target, ...token, '--only', 'alg/none-rejectd'], /selects no check\.\n {2}Did you mean alg\/none-rejected\?/],
  [[...target, ...token, '--wait', '12'], /--wait takes a duration such as 30s, 500ms or 2m, not "12"/],
  [[...target, ...token, '--concurrency', '0'], /--concurrency takes a whole number from 1 to 1000, not 0/],
  [[...target, ...token, '--timing-budget', '500ms'], /--timing-budget takes a duration of 1s at least/],
  [[...target, ...token, '--timing-resolution', '0'], /--timing-resolution takes a whole number from 1/],
  [[...target, ...token, '--rejected-status', '500'], /--rejected-status takes 403 or 404, not 500/],
  [[...target, ...token, '--header', 'no colon'], /--header takes field lines/],
  [[...target, ...token, '--header', 'authorization: x'], /must not give Authorization/],
  [
    [...target, ...token, '--report', 'json=/nowhere/results.json'],
    /folder of \/nowhere\/results\.json cannot be written/,
  ],
  [
    [...target, ...token, '--report', 'html=/nowhere/a.html'],
    /folder of \/nowhere\/a\.html cannot .*\n.*--report html=/,
  ],
  [
    [...target, ...token, '--report', 'html=./results.json'],
    /results\.json cannot be both the json and the html report/,
  ],
  [
    [...target, ...token, '--report', 'pdf=a.pdf'],
    /--report takes formats with the path of a file, such as html=report.html; formats are text/,
  ],
  [[...target, ...token, '--format', 'pdf'], /--format takes one of text, json, /],
  [['--target', '127.0.0.1:8000/me', ...token], /such as http:\/\/127\.0\.0\.1:8000\/me/],
  [['--target', 'ftp://127.0.0.1/me', ...token], /no http or https URL/],
  [['--target', 'http://127.0.0.1:{port}/me', ...token], /\{port\} is filled in only when --exec/],
  [['--target', `http://user:${secret}@127.0.0.1/me`, ...token], /a URL must not hold credentials/],
  [[...target, '--token', secret], /must not be on the command line.*\n.*--token-env API_TOKEN/],
  [[...target, `--token=${secret}`], /must not be on the command line/],
  [[...target, `--tokne=${secret}`], /unknown option '--tokne'/],
  [[...target, '--token-env', secret], /takes the name of a variable, not the secret/],
  [[...target, '--token-env', 'NOT_SET'], /--token-env NOT_SET names no environment variable that is set/],
  [[...target, '--token-env', 'BLANK'], /The environment variable BLANK is blank/],
  [[...target, '--token-env', 'WITH_SCHEME'], /WITH_SCHEME holds a scheme too/],
  [[...target, '--token-env', 'LINES'], /LINES holds a space, line end or control character/],
  [[...target, '--token-file', 'nowhere'], /--token-file cannot be read: ENOENT/],
  [[...target, '--audience', 'api', '--algorithms', 'HS256'], /--algorithms takes some of RS256/],
  [[...target, '--audience', 'api', '--issuer-url', 'ftp:a'], /not an http or https URL/],
  [[...target, ...token, '--jwks-url', 'ftp:a'], /--jwks-url takes an http or https URL/],
  [[...target, ...token, '--jwks-url', 'http://a/', '--jwks-file', 'x'], /both name the keys/],
  [[...target, '--audience', 'api', '--jwks-file', 'x'], /--jwks-file has no effect with --audience/],
  [[...target, ...token, '--jwks-file', 'x'], /--jwks-file has no effect: the credential is no JWT/],
  [[...target, '--audience', 'api', '--claim', 'x'], /--claim takes name=value/],
  [['--config', 'nowhere.ts'], /There is no file nowhere\.ts/],
  [['idp', '--port', '99999'], /--port takes a whole number from 0 to 65535/],
  [['idp', '--client', 'app'], /--client takes an id and the name of an environment variable/],
  [['idp', '--client', 'app:NOT_SET'], /needs the environment variable NOT_SET/],
]

describe('2: what is typed wrong', () => {
  test.concurrent.each(commands)('%j', async (args, message) => {
    const { code, stdout, stderr } = await runInProcess(args, { env })
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)])
    expect(stderr).not.toContain(secret)
    expect(stderr.match(/^error: /gm)).toHaveLength(1)
  })
})

/** Content of a configuration file by its name. */
const files: readonly (readonly [name: string, content: string, message: RegExp])[] = [
  [
    'ts',
    'export default { targt: "http://a/" }',
    /conformance\.config\.ts has the unknown key "targt".*\n.*"target"\?/,
  ],
  ['js', 'export default { accepts: { scheme: [] } }', /unknown key "accepts\.scheme".*\n {2}Did you mean "schemes"\?/],
  ['json', '{ "timeout": 3 }', /conformance\.config\.json: "timeout" takes a duration such as 30s, 500ms or 2m, not 3/],
  [
    'yaml',
    'channel: { field: X-Key, scheme: 1 }',
    /"channel\.scheme" takes a scheme such as Bearer, or '' for none, not 1/,
  ],
  ['yaml', 'a: [', /configuration file cannot be read/],
  ['ts', 'export default { target: ', /cannot be read: .*conformance\.config\.ts:\d+:\d+/],
  ['js', 'throw new Error("oops")', /cannot be read: oops/],
  ['ts', 'export default []', /conformance\.config\.ts holds no settings/],
]

describe('2: a configuration file with', () => {
  test.concurrent.each(files)('%s: %s', async (extension, content, message) => {
    const cwd = await emptyFolder()
    await writeFile(join(cwd, `conformance.config.${extension}`), content)
    const { code, stderr } = await runInProcess([], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)])
  })
})

test('2: the port of the issuer is taken', async () => {
  await using server = await speaking(() => {})
  const port = String(server.port)
  const message = `Port ${port}, for the issuer, is in use.`
  const run = await runInProcess([...target, '--audience', 'api', '--issuer-port', port])
  expect([run.code, run.stderr]).toEqual([2, expect.stringMatching(`${message}\n.*--issuer-port \\d+`)])
  const idp = await runInProcess(['idp', '--port', port])
  expect([idp.code, idp.stderr]).toEqual([2, expect.stringMatching(`${message}\n.*--port \\d+`)])
})
