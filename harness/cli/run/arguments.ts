import { ConformanceError } from '../../errors.ts'

// A text that is not what it should be stays as it is: whoever reads the settings says what is wrong with it.

export const number = (text: string): number | string => (/^\d+$/.test(text) ? Number(text) : text)

export const list = (text: string): readonly string[] => text.split(',').map((item) => item.trim())

/** For a flag that may be given again. */
export const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]

/** For a flag that takes `name=value` and may be given again. */
export const pairs =
  (flag: string, read: (text: string) => unknown = (text) => text) =>
  (text: string, before: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => {
    const split = text.indexOf('=')
    // As containers take it: the value is that of our own environment.
    if (flag === '--env' && /^\w+$/.test(text)) return { ...before, [text]: true }
    if (split > 0) return { ...before, [text.slice(0, split)]: read(text.slice(split + 1)) }
    throw new ConformanceError('USAGE', `${flag} takes name=value, with a name.`, {
      next: `Such as ${flag} ${flag === '--env' ? 'LOG_LEVEL=debug' : 'tenant=acme'}.`,
    })
  }

/** JSON where it is some, else the text itself. */
export function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
