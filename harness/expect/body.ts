import type { Expectation, Observed } from '../model/expectation.ts'
import type { TargetConfig } from '../model/target-config.ts'

/** A label of harness/wire/mask.ts that stands for a whole secret, or for 12 characters of it or more. */
const isLong = (label: string): boolean => {
  const [, from, to] = /\[(\d+)\.\.(\d+)\]/.exec(label) ?? []
  return from === undefined || Number(to) - Number(from) >= 11
}

/** A shorter secret may be an ordinary word of an answer, such as a password that is the name of its user. */
const shortestTelling = 8

const isTelling = (label: string, { secrets }: TargetConfig): boolean => {
  const [, value] = Object.entries(secrets).find(([name]) => label.includes(name)) ?? []
  return value === undefined || value.length >= shortestTelling
}

const labelIn = (text: string, config: TargetConfig): string | undefined =>
  text.match(/‹[^›]+›/g)?.find((label) => isLong(label) && isTelling(label, config))

const textOf = ({ exchange }: Observed): string => {
  const { body = '', fields = [] } = exchange.response ?? {}
  return [...fields.map(([name, value]) => `${name}: ${value}`), body].join('\n')
}

const markers = [
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: 'an environment variable', pattern: /\b[A-Z][A-Z0-9_]*(SECRET|TOKEN|PASSWORD|_KEY)[A-Z0-9_]*\s*=\s*\S/ },
] as const

/** The answer holds nothing that opens a door. */
export const bodyTellsNoSecret = (): Expectation => ({
  text: 'tells no secret',
  judge: (observed) => {
    const text = textOf(observed)
    const label = labelIn(text, observed.config)
    const found =
      label === undefined ? markers.find(({ pattern }) => pattern.test(text))?.what : `${label}, masked here`
    return found === undefined ? { kind: 'met' } : { kind: 'broken', received: `an answer with ${found}` }
  },
})

/** The token of a request: its signature, or whatever else is no constant text. */
const signatureIn = ({ exchange }: Observed): string | undefined =>
  /\b[\w-]+\.[\w-]+\.([\w-]{20,})/.exec(exchange.request.text)?.[1]

/** The answer does not repeat the credential of its own request. */
export const credentialAbsent = (): Expectation => ({
  text: 'does not repeat the credential',
  judge: (observed) => {
    const text = textOf(observed)
    const label = labelIn(text, observed.config)
    if (label !== undefined) return { kind: 'broken', received: `an answer with ${label}, masked here` }
    const signature = signatureIn(observed)
    return signature !== undefined && text.includes(signature)
      ? { kind: 'broken', received: 'an answer with the token' }
      : { kind: 'met' }
  },
})
