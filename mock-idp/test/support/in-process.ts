import { createHash } from 'node:crypto'
import { createIdp, type IdpOptions } from '../../index.ts'

const issuer = 'http://idp.test'
const application = 'http://127.0.0.1:4000/callback'
const verifier = 'v'.repeat(43)
const challenge = createHash('sha256').update(verifier).digest('base64url')

export type Parameters = Readonly<Record<string, string>>

/** The credentials of the default confidential client. */
export const credentials: Parameters = { client_id: 'conformance', client_secret: 'conformance-secret' }

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON, an empty object if it is not JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests check the members that they expect
  readonly body: any
}

/** An issuer in this process, and functions that send requests to it. */
export const createInProcess = (options: Partial<IdpOptions> = {}) => {
  const idp = createIdp({ issuer, keys: ['ES256'], signIn: 'automatic', openControl: true, ...options })

  const send = async (method: string, path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await idp.fetch(new Request(path.startsWith('http') ? path : issuer + path, { method, ...init }))
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: jsonOf(text) }
  }

  const get = (path: string, headers: Parameters = {}) => send('GET', path, { headers })

  const post = (path: string, form: Parameters, headers: Parameters = {}) =>
    send('POST', path, { headers, body: new URLSearchParams(form) })

  const postJson = (path: string, value: unknown, headers: Parameters = {}) =>
    send('POST', path, { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) })

  /** Executes the code flow. */
  const signIn = async (parameters: Parameters = {}, headers: Parameters = {}) => {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: credentials.client_id ?? '',
      redirect_uri: application,
      scope: 'openid email',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...parameters,
    })
    const answer = await get(`/authorize?${query}`, headers)
    const code = new URL(answer.headers.get('location') ?? 'x:').searchParams.get('code') ?? ''
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? headers.cookie ?? ''
    const form = { grant_type: 'authorization_code', redirect_uri: application, code_verifier: verifier, code }
    const { body } = await post('/token', { ...form, ...credentials })
    return { cookie, access: String(body.access_token), id: String(body.id_token), refresh: String(body.refresh_token) }
  }

  const latest = async () => (await get('/_control/journal')).body.entries?.at(-1)

  return { idp, issuer, send, get, post, postJson, signIn, latest }
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

export const bearer = (token: string): Parameters => ({ authorization: `Bearer ${token}` })
