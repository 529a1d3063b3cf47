import { randomInt } from 'node:crypto'
import { type Filter, variant } from './filter.ts'

const count = (argument: string): number => {
  if (!/^\d+$/.test(argument)) throw new TypeError(`a filter needs a number, such as first:1, not "${argument}"`)
  return Number(argument)
}

/** The index behind the first half; an odd length makes the first half the longer one. */
const middle = (text: string): number => Math.ceil(text.length / 2)

const swappedCase = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))

const mixedCase = (text: string): string =>
  [...text].map((letter, index) => (index % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase())).join('')

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/**
 * Another character that may stand in a token. Its first bit differs: of the last character of a part in base64url only the
 * first bits count, so that another one may stand for the same bytes (RFC 4648 §3.5).
 */
const other = (character = ''): string => base64url[base64url.indexOf(character) ^ 32] ?? 'A'

/** ASCII as its full-width twin, which IDNA maps back (UTS #46). */
const fullWidth = (character: string): string => String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0)

/** The first dot of a host name, or the first character of a text without one. */
function withFullWidthDot(text: string): string {
  const at = Math.max(0, text.indexOf('.'))
  return text.slice(0, at) + fullWidth(text.charAt(at)) + text.slice(at + 1)
}

const percentEncoded = (letter: string): string => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

const replacedAt = (text: string, at: number): string =>
  `${text.slice(0, Math.max(at, 0))}${other(text[at])}${text.slice(at + 1)}`

/** Filters of any text, which is Latin-1: `{token|reversed}`, `{token|first:1}`. */
export const textFilters = {
  /** The same text, character by character from the end. */
  reversed: variant((text) => [...text].reverse().join('')),
  uppercase: variant((text) => text.toUpperCase()),
  lowercase: variant((text) => text.toLowerCase()),
  'swapped-case': variant(swappedCase),
  /** Upper case, or lower case for a text that is in upper case already. */
  'other-case': variant((text) => (text.toUpperCase() === text ? text.toLowerCase() : text.toUpperCase())),
  'mixed-case': variant(mixedCase),
  'first-half': (text) => text.slice(0, middle(text)),
  'second-half': (text) => text.slice(middle(text)),
  /** The text without its first and its last quarter. */
  'middle-half': (text) => text.slice(text.length >> 2, text.length - (text.length >> 2)),
  /** The text itself, where there is any. */
  'non-empty': (text) => text || undefined,
  'full-width-dot': (text) => text && withFullWidthDot(text),
  /** UTF-16, little-endian: two bytes a character. */
  'utf-16': (text) => Buffer.from(text, 'utf16le').toString('latin1'),
  /** `first:72`: the first 72 characters. */
  first: (text, argument) => text.slice(0, count(argument)),
  last: (text, argument) => text.slice(Math.max(0, text.length - count(argument))),
  'without-first': (text, argument) => text.slice(count(argument || '1')),
  'without-last': (text, argument) => text.slice(0, Math.max(0, text.length - count(argument || '1'))),
  'first-changed': (text) => other(text[0]) + text.slice(1),
  /** One character in the middle. */
  altered: (text) => replacedAt(text, Math.floor(text.length / 2)),
  'last-changed': (text) => replacedAt(text, text.length - 1),
  /** Other letters and digits in the same places. */
  'random-letters': (text) => text.replace(/[A-Za-z0-9]/g, () => alphabet[randomInt(alphabet.length)] ?? 'A'),
  /** Each character replaced by the argument: `{token|each:x}` has the length of the token. */
  each: (text, argument) => argument.repeat(text.length),
  /** `prepend:x:`: the argument, which may hold colons, then the text. */
  prepend: (text, argument) => argument + text,
  append: (text, argument) => text + argument,
  /** The first dot replaced by the argument. */
  'dot-to': variant((text, argument) => text.replace('.', argument)),
  json: (text) => JSON.stringify(text),
  base64: (text) => Buffer.from(text, 'latin1').toString('base64'),
  base64url: (text) => Buffer.from(text, 'latin1').toString('base64url'),
  'percent-encoded': (text) => encodeURIComponent(text),
  /** The first character percent-encoded, whatever it is. */
  'first-percent-encoded': (text) => text && percentEncoded(text) + text.slice(1),
} as const satisfies Readonly<Record<string, Filter>>
