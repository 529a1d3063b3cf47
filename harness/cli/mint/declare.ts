import { Option } from 'commander'
import type { Declaration } from '../declaration.ts'
import { type ControlFlags, controlOptions } from '../idp/control-flags.ts'

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
export function declareMint({ command, io, catalog, asAction }: Declaration): void {
  command
    .argument('[flaw]', 'a check, or one vector of it as in "claims/exp-past[an hour ago]"')
    .option('--claims <json>', `claims to add or replace, such as '{"sub":"alice","exp":"-5m"}'`)
    .option('--header <json>', 'header parameters to add or replace')
    .option('--alg <alg>', 'algorithm to sign with')
    .option('--kid <kid>', 'key to sign with')
    .option('--audience <audience>', 'aud')
    .addOption(new Option('--list', 'lists the flaws'))
  for (const option of controlOptions()) command.addOption(option)
  command.action(
    asAction(async (flaw: string | undefined, flags: MintFlags) => {
      const { mint } = await import('./command.ts')
      return mint(flaw, flags, io, await catalog.suites())
    }),
  )
}
