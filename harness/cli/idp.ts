import { type Command, Option } from 'commander'
import { declareHealth } from './idp/health.ts'
import { declareImage } from './idp/image.ts'
import { declareVerbs } from './idp/verbs.ts'
import type { Declaration } from './program.ts'
import { collect, number } from './run/arguments.ts'

/** Flags of `conformance idp`. */
export interface IdpFlags {
  readonly port: number | string
  readonly host: string
  readonly config?: string
  readonly issuer?: string
  readonly issuerFromHost?: true
  readonly client?: readonly string[]
  readonly https?: true
  readonly httpsName?: readonly string[]
  readonly audience?: string
  readonly permissive?: true
  readonly autoSignIn?: true
  readonly keyFile?: string
  readonly seedEnv?: string
  readonly store?: string
  readonly storeEnv?: string
  readonly controlKeyEnv?: string
}

/** `conformance idp`: the mock identity provider alone, or a word to one that runs. */
export function declareIdp(declaration: Declaration): void {
  const command = declaration.program.command('idp')
  declareServing(declaration, command)
  declareImage(command, declaration)
}

/** The same as the whole of a program. */
export function declareServing({ io, does }: Declaration, command: Command): void {
  command
    .description('runs the mock identity provider until Ctrl-C')
    .addOption(new Option('--port <port>', '0 for a free one').argParser(number).default(9400))
    .option('--host <address>', 'address to listen on; the control API is open on a loopback one only', '127.0.0.1')
    .option('--config <file>', 'users, clients, claims, settings and more issuers, as JSON or YAML')
    .option('--issuer <url>', 'issuer identifier, byte for byte (default: where it listens)')
    .option('--issuer-from-host', 'names the issuer by the Host of each request')
    .option('--https', 'listens with TLS, by a certificate authority made for this run')
    .addOption(
      new Option('--https-name <name>', 'a further name or address in the certificate (repeatable)').argParser(collect),
    )
    .addOption(
      new Option(
        '--client <id:env>',
        'client and the environment variable of its secret (repeatable; default: conformance)',
      ).argParser(collect),
    )
    .option('--audience <audience>', 'aud of tokens whose request names none')
    .option('--permissive', 'takes every client, whatever its secret')
    .option('--auto-sign-in', 'signs in the first user, or the one of login_hint, without a page')
    .option('--key-file <path>', 'private keys to sign with: JWK Set, PEM, or a folder of them')
    .option('--seed-env <name>', 'environment variable of a seed for the keys, so that restarts have the same ones')
    .option('--store <url>', 'redis://host:port, which replicas share (default: in memory)')
    .option('--store-env <name>', 'the same by an environment variable, for a URL with a password')
    .option('--control-key-env <name>', 'environment variable of a key that opens the control API')
    .action(
      does(async (flags: IdpFlags) => {
        const { idp } = await import('./idp/command.ts')
        return idp(flags, io)
      }),
    )
  declareHealth(command, { io, does })
  declareVerbs(command, { io, does })
}
