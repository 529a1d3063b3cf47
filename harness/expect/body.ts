import type { Expectation, Observed } from '../model/expectation.ts'
import type { TargetConfig } from '../model/target-config.ts'

/** A label of harness/wire/masking/mask.ts that stands for a whole secret, or for at least 12 characters of it. */
const isLong = (label: string): boolean => {
  const [, from, to] = /\[(\d+)\.\.(\d+)\]/.exec(label) ?? []
  return from === undefined || Number(to) - Number(from) >= 11
}

/** A shorter secret may be an ordinary word of an answer, such as a password that is the name of its user. */
const shortestTelling = 8

/** Claims are also in other tokens of the same issuer, which an answer may hold. */
const isTelling = (label: string, { secrets }: TargetConfig): boolean => {
  if (label.includes('claims of ')) return false
  const [, value] = Object.entries(secrets).find(([name]) => label.includes(name)) ?? []
  return value === undefined || value.length >= shortestTelling
}

/** The fields and the body of an answer, as recorded. */
export const answerText = ({ exchange }: Observed): string => {
  const { body = '', fields = [] } = exchange.response ?? {}
  return [...fields.map(([name, value]) => `${name}: ${value}`), body].join('\n')
}

/** A field that sets a cookie, which an error may do, too, and so issues its value. */
const setsCookie = /^set-cookie: [^=]+=‹cookie [^›]+›/gim

/** A secret of the configuration in the answer, by the label that masks it; undefined when there is none. */
export function secretIn(observed: Observed): string | undefined {
  const labels = answerText(observed)
    .replaceAll(setsCookie, '')
    .match(/‹[^›]+›/g)
  const label = labels?.find((one) => isLong(one) && isTelling(one, observed.config))
  return label === undefined ? undefined : `${label}, masked here`
}

const markers = [
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: 'an environment variable', pattern: /\b[A-Z][A-Z0-9_]*(SECRET|TOKEN|PASSWORD|_KEY)[A-Z0-9_]*\s*=\s*\S/ },
] as const

/** The answer holds no secret of the configuration, no private key and no environment variable. */
export const noSecretTold = (): Expectation => ({
  text: 'must not tell a secret',
  judge: (observed) => {
    const text = answerText(observed)
    const found = secretIn(observed) ?? markers.find(({ pattern }) => pattern.test(text))?.what
    return found === undefined ? { kind: 'met' } : { kind: 'broken', received: `an answer with ${found}` }
  },
})
