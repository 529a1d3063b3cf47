/** The value that a JSON Pointer refers to (RFC 6901 §4); undefined where there is none. */
export function atPointer(document: unknown, pointer: string): unknown {
  const [first, ...tokens] = pointer.split('/')
  if (first !== '') return undefined
  return tokens
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined,
      document,
    )
}

/** Whether a text is a JSON Pointer (RFC 6901 §3). */
export const isPointer = (text: string): boolean => /^(\/([^~/]|~[01])*)*$/s.test(text)
