import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Compares in a time that depends on neither how much of the secret was guessed nor its length. */
export const sameSecret = (sent: string, secret: string): boolean => timingSafeEqual(digest(sent), digest(secret))
