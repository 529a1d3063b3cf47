import { randomInt } from 'node:crypto'

/** As long as the token, each letter and digit another one by chance. */
export const shuffled = (token: string): string =>
  token.replace(/[0-9]/g, () => String(randomInt(10))).replace(/[a-z]/gi, () => String.fromCharCode(97 + randomInt(26)))
