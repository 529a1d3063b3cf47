import { asUsage, connectTo, readObject } from '../idp/control-flags.ts'
import type { Io } from '../io.ts'
import type { MintFlags } from './flags.ts'
import { mintFlaw, namedFlaws } from './flaw.ts'

/** Prints one token and nothing else, for use in another command. */
export async function mint(flags: MintFlags, io: Io): Promise<number> {
  if (flags.list) {
    io.stdout.write(await list())
    return 0
  }
  const issuer = await connectTo(flags, io)
  const { flaw, alg, kid, audience } = flags
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
  const token = flaw === undefined ? issuer.mint(recipe) : mintFlaw({ issuer, id: flaw, recipe })
  io.stdout.write(`${await asUsage(token)}\n`)
  return 0
}

/** A line for each flaw: its id, what is wrong with the token, and known vulnerabilities. */
async function list(): Promise<string> {
  const flaws = await namedFlaws()
  const width = Math.max(...flaws.map(({ id }) => id.length))
  return flaws
    .map(({ id, about, cves }) => {
      const known = cves.length === 0 ? '' : ` (${cves.join(', ')})`
      return `${id.padEnd(width)}  a token ${about}${known}\n`
    })
    .join('')
}
