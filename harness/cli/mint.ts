import { Option } from 'commander'
import { type ControlFlags, controlOptions } from './idp/control-flags.ts'
import type { Declaration } from './program.ts'

/** Flags of `conformance mint`. */
export interface MintFlags extends ControlFlags {
  readonly claims?: string
  readonly header?: string
  readonly alg?: string
  readonly kid?: string
  readonly audience?: string
  readonly list?: true
}

/** `conformance mint`: one token, well or ill, by a running mock identity provider. */
export function declareMint({ program, io, parts, does }: Declaration): void {
  const command = program
    .command('mint')
    .description('prints a token of a running "conformance idp", good or with a flaw by name, such as claims/exp-past')
    .argument('[flaw]', 'a check, or one vector of it as in "claims/exp-past[an hour ago]"')
    .option('--claims <json>', `claims to add or replace, such as '{"sub":"alice","exp":"-5m"}'`)
    .option('--header <json>', 'header parameters to add or replace')
    .option('--alg <alg>', 'algorithm to sign with')
    .option('--kid <kid>', 'key to sign with')
    .option('--audience <audience>', 'aud')
    .addOption(new Option('--list', 'lists the flaws'))
  for (const option of controlOptions()) command.addOption(option)
  command.action(
    does(async (flaw: string | undefined, flags: MintFlags) => {
      const { mint } = await import('./mint/command.ts')
      return mint(flaw, flags, io, await parts.suites())
    }),
  )
}
