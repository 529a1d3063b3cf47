import { documentOf } from '../../harness/expect/index.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'

const statusOf = ({ exchange }: Observed): string =>
  exchange.response ? `${exchange.response.status}` : (exchange.failure?.detail ?? 'nothing')

/** The body is a JSON object that fits a description of the document. */
export const bodyIs = (text: string, fits: (body: Readonly<Record<string, unknown>>) => boolean): Expectation => ({
  text,
  judge: (observed) => {
    const body = documentOf(observed)
    if (body && fits(body)) return { kind: 'met' }
    const got = body ? `an object of ${Object.keys(body).join(', ') || 'nothing'}` : 'no JSON object'
    return { kind: 'broken', received: `${statusOf(observed)} with ${got}` }
  },
})

/** A success, whatever it holds. */
export const succeeds = (): Expectation => ({
  text: 'answers with a success',
  judge: (observed) => {
    const { status = 0 } = observed.exchange.response ?? {}
    return status >= 200 && status < 300 ? { kind: 'met' } : { kind: 'broken', received: statusOf(observed) }
  },
})

/** One of these statuses, as the document has it. */
export const documentedStatus = (...statuses: readonly number[]): Expectation => ({
  text: `answers ${statuses.join(' or ')}`,
  judge: (observed) =>
    statuses.includes(observed.exchange.response?.status ?? 0)
      ? { kind: 'met' }
      : { kind: 'broken', received: statusOf(observed) },
})
