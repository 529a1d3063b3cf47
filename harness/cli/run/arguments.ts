import { ConformanceError } from '../../errors.ts'

// A text that cannot be read stays as it is; the schema of the configuration rejects it with a message.

export const number = (text: string): number | string => (/^\d+$/.test(text) ? Number(text) : text)

export const list = (text: string): readonly string[] => text.split(',').map((item) => item.trim())

/** For a flag that may be given again. */
export const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]

const examples: Readonly<Record<string, string>> = {
  '--env': 'LOG_LEVEL=debug',
  '--rejection': 'body=UNAUTHENTICATED',
}

/** For a flag that takes `name=value` and may be given again. */
export const pairs =
  (flag: string, read: (text: string) => unknown = (text) => text) =>
  (text: string, before: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => {
    const split = text.indexOf('=')
    // As `docker run --env NAME` does: the current value is passed on.
    if (flag === '--env' && /^\w+$/.test(text)) return { ...before, [text]: true }
    if (split > 0) return { ...before, [text.slice(0, split)]: read(text.slice(split + 1)) }
    throw new ConformanceError('USAGE', `${flag} takes name=value, with a name.`, {
      next: `Such as ${flag} ${examples[flag] ?? 'tenant=acme'}.`,
    })
  }

/** The value of a JSON text; of any other text, the text itself. */
export function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
