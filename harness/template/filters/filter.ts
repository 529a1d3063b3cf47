/** Turns the value of a placeholder into another text; undefined when this value has no such variant. */
export type Filter = (text: string, argument: string) => string | undefined

/** A variant must differ from what it varies; otherwise the vector would test something else. */
export const variant =
  (change: (text: string, argument: string) => string): Filter =>
  (text, argument) => {
    const changed = change(text, argument)
    return changed === text ? undefined : changed
  }
