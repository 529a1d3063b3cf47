import { Option } from 'commander'
import type { Declaration } from '../declaration.ts'
import { controlOptions } from '../idp/control-flags.ts'
import type { MintFlags } from './flags.ts'

/** Every one of them is run by a test. */
const examples = `
Examples:
  conformance mint --audience my-api
  conformance mint --claims '{"sub":"alice","exp":"-5m"}' --header '{"typ":"at+jwt"}'
  conformance mint --alg ES256
  conformance mint --flaw expired --audience my-api
  conformance mint --list
`

/** `conformance mint`: one token, valid or with a flaw, by a running mock identity provider. */
export function declareMint({ command, io, asAction }: Declaration): void {
  command
    .option('--flaw <id>', 'flaw of the token, such as expired')
    .option('--claims <json>', 'claims to add or replace; exp, nbf and iat may be relative, such as "-5m"')
    .option('--header <json>', 'header parameters to add or replace')
    .option('--alg <alg>', 'algorithm to sign with')
    .option('--kid <kid>', 'key to sign with')
    .option('--audience <audience>', 'audience of the token')
    .addOption(new Option('--list', 'lists the flaws'))
    .addHelpText('after', examples)
  for (const option of controlOptions()) command.addOption(option)
  command.action(
    asAction(async (flags: MintFlags) => {
      const { mint } = await import('./command.ts')
      return mint(flags, io)
    }),
  )
}
