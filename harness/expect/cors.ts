import type { Expectation, Observed } from '../model/expectation.ts'
import { describeAnswer } from './received.ts'

/** Names of the Fetch standard, "CORS protocol". */
const fieldOf = ({ exchange }: Observed, wanted: string): string | undefined =>
  exchange.response?.fields.find(([name]) => name.toLowerCase() === wanted)?.[1]

const list = (value = ''): readonly string[] => value.split(',').map((item) => item.trim().toLowerCase())

const grantedOrigin = (observed: Observed) => fieldOf(observed, 'access-control-allow-origin')
const withCredentials = (observed: Observed) => fieldOf(observed, 'access-control-allow-credentials') === 'true'

/** Methods that need no word of the server (Fetch, "CORS-safelisted method"). */
const safelisted: readonly string[] = ['get', 'head', 'post']

/** The answer to a preflight lets a page of the origin send the method with these request fields. */
export const preflightGranted = (origin: string, method: string, fields: readonly string[]): Expectation => ({
  text: `lets ${origin} send ${method} with ${fields.join(' and ')}`,
  judge: (observed) => {
    const { status = 0 } = observed.exchange.response ?? {}
    const broken = (received: string) => ({ kind: 'broken', received }) as const
    if (status < 200 || status > 299) return broken(describeAnswer(observed))
    const granted = grantedOrigin(observed)
    if (granted !== origin && granted !== '*') return broken(`Access-Control-Allow-Origin: ${granted ?? 'none'}`)
    const methods = list(fieldOf(observed, 'access-control-allow-methods'))
    const any = !withCredentials(observed)
    if (
      !safelisted.includes(method.toLowerCase()) &&
      !methods.includes(method.toLowerCase()) &&
      !(any && methods.includes('*'))
    ) {
      return broken(`Access-Control-Allow-Methods: ${methods.join(', ') || 'none'}`)
    }
    const allowed = list(fieldOf(observed, 'access-control-allow-headers'))
    // The asterisk never covers Authorization.
    const missing = fields.find(
      (field) =>
        !allowed.includes(field.toLowerCase()) &&
        !(any && allowed.includes('*') && field.toLowerCase() !== 'authorization'),
    )
    return missing === undefined
      ? { kind: 'met' }
      : broken(`Access-Control-Allow-Headers: ${allowed.join(', ') || 'none'}, without ${missing}`)
  },
})

/** A page of a foreign origin may not read the answer, or at most as anybody without credentials. */
export const noForeignOrigin = (origin: string): Expectation => ({
  text: `does not let ${origin} read the answer`,
  judge: (observed) => {
    const granted = grantedOrigin(observed)
    if (granted === origin) return { kind: 'broken', received: `Access-Control-Allow-Origin: ${granted}` }
    if (granted === '*' && withCredentials(observed)) return { kind: 'broken', received: '* with credentials' }
    return { kind: 'met' }
  },
})

const originOf = ({ attempt }: Observed): string | undefined =>
  attempt.fields
    ?.find((line) => /^origin:/i.test(line))
    ?.slice('origin:'.length)
    .trim()

/** Credentials are allowed for named origins only: neither for all, nor for whichever asks (Fetch, "CORS protocol and credentials"). */
export const noCredentialsForAll = (): Expectation => ({
  text: 'allows credentials to declared origins only',
  judge: (observed) => {
    const granted = grantedOrigin(observed)
    if (!withCredentials(observed) || granted === undefined) return { kind: 'met' }
    if (granted === '*') return { kind: 'broken', received: 'Access-Control-Allow-Origin: * with credentials' }
    const declared = observed.config.features.cors?.origins ?? []
    const reflected = granted === originOf(observed) && !declared.includes(granted)
    return reflected ? { kind: 'broken', received: `${granted}, which is nobody, with credentials` } : { kind: 'met' }
  },
})

export const sharesAnswers = (observed: Observed): boolean => grantedOrigin(observed) !== undefined

/** A page of the origin may read the answer. */
export const originGranted = (origin: string): Expectation => ({
  text: `lets ${origin} read the answer`,
  judge: (observed) => {
    const granted = grantedOrigin(observed)
    if (granted === origin || granted === '*') return { kind: 'met' }
    return {
      kind: 'broken',
      received: `${describeAnswer(observed)}, Access-Control-Allow-Origin: ${granted ?? 'none'}`,
    }
  },
})
