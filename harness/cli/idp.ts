import { Option } from 'commander'
import type { Declaration } from './program.ts'
import { collect, number } from './test/arguments.ts'

/** Flags of `conformance idp`. */
export interface IdpFlags {
  readonly port: number | string
  readonly host: string
  readonly issuer?: string
  readonly client?: readonly string[]
  readonly audience?: string
  readonly permissive?: true
  readonly controlKeyEnv?: string
}

/** `conformance idp`: the mock identity provider alone. */
export function declareIdp({ program, io, does }: Declaration): void {
  program
    .command('idp')
    .description('runs the mock identity provider until Ctrl-C')
    .addOption(new Option('--port <port>', '0 for a free one').argParser(number).default(9400))
    .option('--host <address>', 'address to listen on; the control API is open on a loopback one only', '127.0.0.1')
    .option('--issuer <url>', 'issuer identifier, byte for byte (default: where it listens)')
    .addOption(
      new Option(
        '--client <id:env>',
        'client and the environment variable of its secret (repeatable; default: conformance)',
      ).argParser(collect),
    )
    .option('--audience <audience>', 'aud of tokens whose request names none')
    .option('--permissive', 'takes every client, whatever its secret')
    .option('--control-key-env <name>', 'environment variable of a key that opens the control API')
    .action(
      does(async (flags: IdpFlags) => {
        const { idp } = await import('./idp/command.ts')
        return idp(flags, io)
      }),
    )
}
