import { describeAnswer } from '../../harness/expect/index.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'

const responseField = ({ exchange }: Observed, wanted: string): string | undefined =>
  exchange.response?.fields.find(([name]) => name.toLowerCase() === wanted)?.[1]

/** A field that the attempt sent. */
const sentField = ({ attempt }: Observed, wanted: string): string =>
  attempt.fields
    ?.find((line) => line.toLowerCase().startsWith(`${wanted}:`))
    ?.slice(wanted.length + 1)
    .trim() ?? ''

const list = (value = ''): readonly string[] => value.split(',').map((item) => item.trim().toLowerCase())

const originOf = (observed: Observed) => sentField(observed, 'origin')
const allowedOrigin = (observed: Observed) => responseField(observed, 'access-control-allow-origin')
const allowsCredentials = (observed: Observed) => responseField(observed, 'access-control-allow-credentials') === 'true'

/** Methods that a page may always use (Fetch, "CORS-safelisted method"). */
const safelisted: readonly string[] = ['get', 'head', 'post']

const isMethodAllowed = (method: string, allowed: readonly string[], any: boolean): boolean =>
  safelisted.includes(method) || allowed.includes(method) || (any && allowed.includes('*'))

/** The answer to a preflight allows the origin, the method and the request fields that the preflight names. */
export const preflightAllowed = (): Expectation => ({
  text: 'must allow the origin, the method and the fields that the preflight asks for',
  judge: (observed) => {
    const { status = 0 } = observed.exchange.response ?? {}
    const broken = (received: string) => ({ kind: 'broken', received }) as const
    if (status < 200 || status > 299) return broken(describeAnswer(observed))
    const allowed = allowedOrigin(observed)
    if (allowed !== originOf(observed) && allowed !== '*') {
      return broken(`Access-Control-Allow-Origin: ${allowed ?? 'none'}`)
    }
    const any = !allowsCredentials(observed)
    const methods = list(responseField(observed, 'access-control-allow-methods'))
    const method = sentField(observed, 'access-control-request-method').toLowerCase()
    if (!isMethodAllowed(method, methods, any)) {
      return broken(`Access-Control-Allow-Methods: ${methods.join(', ') || 'none'}`)
    }
    const fields = list(responseField(observed, 'access-control-allow-headers'))
    // The asterisk never covers Authorization.
    const missing = list(sentField(observed, 'access-control-request-headers')).find(
      (field) => !fields.includes(field) && !(any && fields.includes('*') && field !== 'authorization'),
    )
    return missing === undefined
      ? { kind: 'met' }
      : broken(`Access-Control-Allow-Headers: ${fields.join(', ') || 'none'}, without ${missing}`)
  },
})

/** A page of the requesting origin must not read the answer, or at most an answer to a request without credentials. */
export const originNotAllowed = (): Expectation => ({
  text: 'must not let the origin read the answer',
  judge: (observed) => {
    const allowed = allowedOrigin(observed)
    if (allowed === originOf(observed)) return { kind: 'broken', received: `Access-Control-Allow-Origin: ${allowed}` }
    if (allowed === '*' && allowsCredentials(observed)) return { kind: 'broken', received: '* with credentials' }
    return { kind: 'met' }
  },
})

/** A page of the origin that asked may read the answer. */
export const originAllowed = (): Expectation => ({
  text: 'must let the origin read the answer',
  judge: (observed) => {
    const allowed = allowedOrigin(observed)
    if (allowed === originOf(observed) || allowed === '*') return { kind: 'met' }
    return {
      kind: 'broken',
      received: `${describeAnswer(observed)}, Access-Control-Allow-Origin: ${allowed ?? 'none'}`,
    }
  },
})

/**
 * Credentials are allowed for named origins only: neither for all, nor for whichever asks (Fetch, "CORS protocol and
 * credentials").
 */
export const credentialsForDeclaredOrigins = (): Expectation => ({
  text: 'must allow credentials for declared origins only',
  judge: (observed) => {
    const allowed = allowedOrigin(observed)
    if (!allowsCredentials(observed) || allowed === undefined) return { kind: 'met' }
    if (allowed === '*') return { kind: 'broken', received: 'Access-Control-Allow-Origin: * with credentials' }
    const declared = observed.config.features.cors?.origins ?? []
    const reflected = allowed === originOf(observed) && !declared.includes(allowed)
    return reflected
      ? { kind: 'broken', received: `${allowed}, which is not declared, with credentials` }
      : { kind: 'met' }
  },
})
