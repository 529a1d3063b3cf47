/** The flows that the sender of the bench repeats on each of its connections. */

/** Sends a request and returns the complete response as text. */
export type Exchange = (request: string) => Promise<string>

export interface Flow {
  /** The number of keep-alive connections, each of which repeats the flow. */
  readonly connections: number
  once(exchange: Exchange, port: number): Promise<void>
}

/** An HTTP/1.1 request (RFC 9112 §2.1). */
const message = (method: string, path: string, port: number, form = ''): string =>
  [
    `${method} ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    ...(form === '' ? [] : ['Content-Type: application/x-www-form-urlencoded', `Content-Length: ${form.length}`]),
    '',
    form,
  ].join('\r\n')

const checkStatus = (answer: string, ...statuses: readonly number[]): string => {
  if (statuses.some((status) => answer.startsWith(`HTTP/1.1 ${status} `))) return answer
  throw new Error(`Expected ${statuses.join(' or ')}, but the server answered:\n${answer}`)
}

const credentials = 'client_id=conformance&client_secret=conformance-secret'

const get = (path: string): Flow => ({
  connections: 50,
  async once(exchange, port) {
    checkStatus(await exchange(message('GET', path, port)), 200)
  },
})

const clientCredentials: Flow = {
  connections: 16,
  async once(exchange, port) {
    const form = `grant_type=client_credentials&${credentials}`
    checkStatus(await exchange(message('POST', '/token', port, form)), 200)
  },
}

/** The verifier and the challenge of RFC 7636, Appendix B. */
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const redirectUri = encodeURIComponent('http://127.0.0.1:4000/callback')

/** The authorization code flow with PKCE: a request to the authorization endpoint, one to the token endpoint (RFC 7636 §4). */
const pkce: Flow = {
  connections: 16,
  async once(exchange, port) {
    const query = [
      'response_type=code&client_id=conformance&scope=openid&state=bench',
      `redirect_uri=${redirectUri}&code_challenge=${challenge}&code_challenge_method=S256`,
    ].join('&')
    const redirect = checkStatus(await exchange(message('GET', `/authorize?${query}`, port)), 302, 303)
    const code = /^location: .*[?&]code=([^&\r\n]+)/im.exec(redirect)?.[1]
    const form = `grant_type=authorization_code&code=${code}&redirect_uri=${redirectUri}&code_verifier=${verifier}`
    checkStatus(await exchange(message('POST', '/token', port, `${form}&${credentials}`)), 200)
  },
}

export const flows = {
  client_credentials: clientCredentials,
  'PKCE flow': pkce,
  'JWK Set': get('/jwks'),
  discovery: get('/.well-known/openid-configuration'),
} satisfies Readonly<Record<string, Flow>>

export type FlowName = keyof typeof flows
