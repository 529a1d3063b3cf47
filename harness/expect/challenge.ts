import type { Expectation } from '../model.ts'

/** The answer has at least one WWW-Authenticate field (RFC 9110 §11.6.1, §15.5.2). */
export const challengePresent = (): Expectation => ({
  text: 'sends a challenge in WWW-Authenticate',
  judge: ({ exchange }) => {
    const fields = exchange.response?.fields ?? []
    if (fields.some(([name, value]) => name.toLowerCase() === 'www-authenticate' && value.trim() !== '')) {
      return { kind: 'met' }
    }
    return { kind: 'broken', received: `${exchange.response?.status ?? 'no answer'} without WWW-Authenticate` }
  },
})
