/** Keeps the end of a text that grows. */
export interface Tail {
  add(text: string): void
  text(): string
}

export function createTail(mostCharacters: number): Tail {
  let kept = ''
  return {
    add(text) {
      kept += text
      // Cut rarely: a slice for each small chunk would copy the whole text each time.
      if (kept.length > 2 * mostCharacters) kept = kept.slice(-mostCharacters)
    },
    text: () => kept.slice(-mostCharacters),
  }
}
