import { randomBytes } from 'node:crypto'

/** As long as the token, with every letter and digit replaced by a random one. */
export function shuffled(token: string): string {
  const random = randomBytes(2 * token.length)
  const below = (limit: number, at: number) => random.readUInt16LE(2 * at) % limit
  return token
    .replace(/[0-9]/g, (_, at: number) => String(below(10, at)))
    .replace(/[a-z]/gi, (_, at: number) => String.fromCharCode(97 + below(26, at)))
}
