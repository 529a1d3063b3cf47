import { randomBytes } from 'node:crypto'

const codeOf = (character: string) => character.charCodeAt(0)
const isIn = (byte: number, first: string, last: string) => byte >= codeOf(first) && byte <= codeOf(last)

/** As long as the token, with every letter and digit replaced by a random one. */
export function shuffled(token: string): string {
  const bytes = Buffer.from(token)
  const random = randomBytes(2 * bytes.length)
  bytes.forEach((byte, at) => {
    const number = random.readUInt16LE(2 * at)
    if (isIn(byte, '0', '9')) bytes[at] = codeOf('0') + (number % 10)
    else if (isIn(byte, 'a', 'z') || isIn(byte, 'A', 'Z')) bytes[at] = codeOf('a') + (number % 26)
  })
  return bytes.toString()
}
