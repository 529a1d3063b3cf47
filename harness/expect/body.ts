import type { Expectation } from '../model.ts'

/** A label that stands for a secret in a record, and what nobody prints who knows what it is. */
const secrets = [
  { what: 'a secret of the target', pattern: /‹[^›]+›/ },
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: 'a password', pattern: /"?(password|passwd|secret|api_?key|private_?key)"?\s*[:=]\s*"?[^\s",}*]{4,}/i },
] as const

/** The answer holds nothing that opens a door. */
export const bodyTellsNoSecret = (): Expectation => ({
  text: 'tells no secret',
  judge: ({ exchange }) => {
    const { body = '', fields = [] } = exchange.response ?? {}
    const text = [...fields.map(([name, value]) => `${name}: ${value}`), body].join('\n')
    const found = secrets.find(({ pattern }) => pattern.test(text))
    return found ? { kind: 'broken', received: `an answer with ${found.what}` } : { kind: 'met' }
  },
})
