import { type Command, Option } from 'commander'
import type { Declaration } from '../declaration.ts'
import { collect, pairs } from '../run/arguments.ts'
import { reportOptions, runOptions } from '../run/declare.ts'
import type { IssuerFlags } from './flags.ts'

const examples = `
Examples:
  conformance op --issuer https://id.example
  conformance op --issuer https://id.example --client-id app --client-secret-env CLIENT_SECRET \\
    --redirect-uri https://app.example/callback --sign-in username=alice --sign-in-env password=PASSWORD

Without a client, only what needs none is tested: metadata, keys, answers to anybody. Further settings, such as a second
client or known resources, belong under "op" in a configuration file, whose settings these flags override.
`

const option = (flags: string, description: string): Option => new Option(flags, description)

const ofIssuer = (): readonly Option[] => [
  option('--issuer <url>', 'its issuer identifier, byte for byte, such as https://id.example'),
  option(
    '--token-profile <name>',
    'rfc9068, if its access tokens are promised to follow that (default: where typ is at+jwt)',
  ),
]

const ofClient = (): readonly Option[] => [
  option('--client-id <id>', 'a client that is registered there for these tests'),
  option('--client-secret-env <name>', 'environment variable with its secret (default: a public client)'),
  option(
    '--client-key-env <name>',
    'environment variable with its private key for private_key_jwt: a JWK, PEM, or the path of a file with one',
  ),
  option('--client-auth <method>', 'how the secret is sent: basic (default) or post'),
  option('--redirect-uri <uri>', 'its redirect URI, exactly as registered; no server need listen there'),
  option('--scope <scope>', 'scope that it asks for (default: openid)'),
  option(
    '--authorization-parameter <name=value>',
    'further parameter of its authorization requests (repeatable)',
  ).argParser(pairs('--authorization-parameter')),
]

const ofSignIn = (): readonly Option[] => [
  option('--sign-in <field=value>', 'value of a field of the sign-in and consent forms (repeatable)').argParser(
    pairs('--sign-in'),
  ),
  option(
    '--sign-in-env <field=name>',
    'the same, from an environment variable, as for a password (repeatable)',
  ).argParser(pairs('--sign-in-env')),
  option('--press <button>', 'text, name or value of a button to press there (repeatable)').argParser(collect),
]

/** `conformance op`: tests an issuer, with or without a client of its own. */
export function declareOp({ command, io, catalog, argv, asAction }: Declaration): void {
  // The message about a URL without --issuer says what to write.
  command.allowExcessArguments().addHelpText('after', examples)
  const groups = {
    'Authorization server': ofIssuer(),
    'Client, registered for these tests': ofClient(),
    'Its sign-in': ofSignIn(),
    Run: runOptions(['--only', '--suite', '--timeout', '--concurrency', '--strict', '--config']),
    Report: reportOptions(),
  }
  for (const [group, options] of Object.entries(groups)) {
    for (const one of options) command.addOption(one.helpGroup(`${group}:`))
  }
  command.action(
    asAction(async (flags: IssuerFlags, { args: operands }: Command) => {
      const { testIssuer } = await import('./command.ts')
      return testIssuer({ flags, operands, argv, io, catalog })
    }),
  )
}
