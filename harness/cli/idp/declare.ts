import { Option } from 'commander'
import { dialectNames } from '../../../mock-idp/dialects/dialect.ts'
import type { Declaration } from '../declaration.ts'
import { collect, number } from '../run/arguments.ts'
import { declareControlCommands } from './control-commands.ts'
import type { IdpFlags } from './flags.ts'
import { declareHealth } from './health.ts'
import { declareImage } from './image.ts'

/** Declares `conformance idp`: runs the mock identity provider, or controls a running one. */
export function declareIdp(declaration: Declaration): void {
  declareServing(declaration)
  declareImage(declaration)
}

/** Declares the flags and subcommands on the command. */
export function declareServing(declaration: Declaration): void {
  const { command, io, asAction } = declaration
  command
    .addOption(new Option('--port <port>', '0 for any free port').argParser(number).default(9400))
    .option(
      '--host <address>',
      'address to listen on; the control API needs a key on other than loopback addresses',
      '127.0.0.1',
    )
    .option('--config <file>', 'users, clients, claims, settings and more issuers, as JSON or YAML')
    .option('--issuer <url>', 'issuer identifier, kept byte for byte (default: the listening URL)')
    .option('--issuer-from-host', 'derives the issuer from the Host of each request')
    .option('--https', 'listens with TLS, with a certificate authority for this run')
    .addOption(
      new Option('--https-name <name>', 'further name or address for the certificate (repeatable)').argParser(collect),
    )
    .addOption(
      new Option(
        '--client <id:env>',
        'client id and the environment variable with its secret (repeatable; default: conformance)',
      ).argParser(collect),
    )
    .option('--audience <audience>', 'aud of access tokens if a request names none')
    .option('--permissive', 'accepts every client with any secret')
    .addOption(
      new Option(
        '--dialect <name>',
        `also offers the API of another product: ${dialectNames.join(' or ')} (repeatable)`,
      ).argParser(collect),
    )
    .option('--auto-sign-in', 'signs in the user of login_hint, or the first one, without a page')
    .option('--key-file <path>', 'signing keys: a JWK Set, PEM, or a folder of them')
    .option('--seed-env <name>', 'environment variable with a seed, from which the keys are derived')
    .option('--store <url>', 'redis://host:port, for replicas (default: in memory)')
    .option('--store-env <name>', 'environment variable with the URL of the store, which may contain a password')
    .option('--control-key-env <name>', 'environment variable with the key of the control API')
    .action(
      asAction(async (flags: IdpFlags) => {
        const { idp } = await import('./command.ts')
        return idp(flags, io)
      }),
    )
  declareHealth(declaration)
  declareControlCommands(declaration)
}
