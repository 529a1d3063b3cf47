import { readText } from './body.ts'
import { invalidRequest } from './errors.ts'

/** The parameters of a request to the token endpoint. One without a value counts as omitted (RFC 6749 §3.2). */
export interface Form {
  get(name: string): string | undefined
  /** Of the parameters that may be repeated (RFC 8707 §2, RFC 8693 §2.1). */
  all(name: 'audience' | 'resource'): readonly string[]
}

const repeatable: ReadonlySet<string> = new Set(['audience', 'resource'])

/** @throws {Refusal} where the body is no form, too large, or has a parameter twice (RFC 6749 §3.2) */
export const readForm = async (request: Request): Promise<Form> => {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(type)) {
    throw invalidRequest(
      'Content-Type must be application/x-www-form-urlencoded.',
      `Content-Type was ${type || 'absent'}`,
    )
  }
  return parseForm(await readText(request, 64 * 1024))
}

const parseForm = (text: string): Form => {
  const values = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(text)) {
    const earlier = values.get(name)
    if (earlier && !repeatable.has(name)) {
      throw invalidRequest('A parameter is included more than once.', `repeated: ${JSON.stringify(name)}`)
    }
    if (earlier) earlier.push(value)
    else values.set(name, [value])
  }
  return {
    get: (name) => values.get(name)?.[0] || undefined,
    all: (name) => (values.get(name) ?? []).filter((value) => value !== ''),
  }
}
