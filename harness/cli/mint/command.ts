import type { Suite } from '../../model/check.ts'
import { asUsage, connectTo, readObject } from '../idp/control-flags.ts'
import type { Io } from '../io.ts'
import type { MintFlags } from './declare.ts'
import { flawNames, mintFlaw } from './flaw.ts'

/** Prints one token and nothing else, for use in another command. */
export async function mint(
  flaw: string | undefined,
  flags: MintFlags,
  io: Io,
  suites: readonly Suite[],
): Promise<number> {
  if (flags.list) {
    io.stdout.write(`${(await flawNames(suites)).join('\n')}\n`)
    return 0
  }
  const issuer = await connectTo(flags, io)
  const { alg, kid, audience } = flags
  const claims = {
    ...(audience !== undefined && { aud: audience }),
    ...(flags.claims !== undefined && readObject('--claims', flags.claims)),
  }
  const recipe = {
    claims,
    ...(flags.header !== undefined && { header: readObject('--header', flags.header) }),
    ...(alg !== undefined && { alg }),
    ...(kid !== undefined && { kid }),
  }
  const token = flaw === undefined ? issuer.mint(recipe) : mintFlaw({ issuer, flaw, recipe, suites })
  io.stdout.write(`${await asUsage(token)}\n`)
  return 0
}
