import type { Expectation } from '../model/expectation.ts'
import type { OutputInFlow } from '../model/steps/launch.ts'
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

/** The part of a credential that occurs nowhere else: the signature of a JWT, or the whole. */
const uniquePart = (credential: string): string => {
  const parts = credential.split('.')
  return parts.length === 3 ? (parts[2] ?? '') : credential
}

/** The same in a flow, for the credential that has this name in references, such as `secret.text`. */
export const credentialNeverWritten = (name: string, window: number): Expectation<OutputInFlow> => ({
  text: `must not write ${window} or more successive characters of it to its output, in any encoding`,
  judge: ({ wrote, value }) => neverWritten(uniquePart(String(value(name))), window).judge({ wrote }),
})
