import type { Expectation } from '../model/expectation.ts'
import type { FlowValues } from '../model/flow.ts'
import type { Output } from '../model/target.ts'

/** The encodings in which a server may write what it was sent. */
const encodings: readonly (readonly [string, (text: string) => string])[] = [
  ['', (text) => text],
  [' in base64', (text) => Buffer.from(text, 'latin1').toString('base64').replace(/=+$/, '')],
  [' in base64url', (text) => Buffer.from(text, 'latin1').toString('base64url')],
  [' percent-encoded', (text) => encodeURIComponent(text)],
]

const windowsOf = (text: string, length: number): readonly string[] =>
  Array.from({ length: Math.max(1, text.length - length + 1) }, (_, at) => text.slice(at, at + length))

/** The output holds neither the secret nor `window` or more successive characters of it, in any encoding. */
export const neverWritten = (secret: string, window: number): Expectation<Pick<Output, 'wrote'>> => ({
  text: 'must not write it, or a part of it, to its output',
  judge: ({ wrote }) => {
    const found = encodings.find(([, encode]) => windowsOf(encode(secret), window).some((part) => wrote(part)))
    return found
      ? { kind: 'broken', received: `output that holds ${window} characters of it or more${found[0]}` }
      : { kind: 'met' }
  },
})

/** The same in a flow, for a value that is known by this name, such as `secret.text`. */
export const valueNeverWritten = (name: string, window: number): Expectation<Pick<Output, 'wrote'> & FlowValues> => ({
  text: `must not write {${name}}, or ${window} successive characters of it, to its output`,
  judge: ({ wrote, value }) => neverWritten(String(value(name)), window).judge({ wrote }),
})
