import type { Output } from '../model/target.ts'

/** Keeps the end of a text that grows. */
export interface OutputBuffer {
  add(text: string): void
  text(): string
  /** Characters that were added, kept or not. */
  readonly added: number
}

/** By default so much that a whole run can be searched. */
export function createOutputBuffer(mostCharacters = 4 * 1024 * 1024): OutputBuffer {
  let kept = ''
  let added = 0
  return {
    add(text) {
      kept += text
      added += text.length
      // Cut rarely: a slice for each small chunk would copy the whole text each time.
      if (kept.length > 2 * mostCharacters) kept = kept.slice(-mostCharacters)
    },
    text: () => kept.slice(-mostCharacters),
    get added() {
      return added
    },
  }
}

const shownCharacters = 64 * 1024

/** The output that a tail keeps, masked where it is shown. */
export const outputOf = (tail: OutputBuffer, mask: (text: string) => string = (text) => text): Output => ({
  logs: () => mask(tail.text().slice(-shownCharacters)),
  wrote: (text) => tail.text().includes(text),
  fromNow() {
    const before = tail.added
    const since = () => (tail.added === before ? '' : tail.text().slice(before - tail.added))
    return { wrote: (text) => since().includes(text) }
  },
})

/** The last lines of an output, as messages show it; empty where there is none. */
export const lastLines = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .slice(-15)
    .map((line) => (line === '' ? '' : `  | ${line}`))
    .join('\n')
