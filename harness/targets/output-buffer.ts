import type { Output } from '../model/target.ts'

/** Keeps the last characters that a process wrote. */
export interface OutputBuffer {
  add(text: string): void
  text(): string
  /** Characters that were added, kept or not. */
  readonly added: number
}

/** By default it keeps 4 Mi characters, more than a run usually writes. */
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

/** The output in a buffer, masked where it is shown. */
export const outputOf = (buffer: OutputBuffer, mask: (text: string) => string = (text) => text): Output => ({
  logs: () => mask(buffer.text().slice(-shownCharacters)),
  wrote: (text) => buffer.text().includes(text),
  fromNow() {
    const before = buffer.added
    const since = () => (buffer.added === before ? '' : buffer.text().slice(before - buffer.added))
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
