import { randomBytes } from 'node:crypto'

/** So many random characters of the base64url alphabet. */
export const randomText = (characters: number): string =>
  randomBytes(characters).toString('base64url').slice(0, characters)
