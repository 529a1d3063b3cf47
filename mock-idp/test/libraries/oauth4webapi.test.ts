import * as oauth from 'oauth4webapi'
import { describe, expect, test } from 'vitest'
import type { Client, PublicJwk } from '../../index.ts'
import { createBrowser } from '../support/browser.ts'
import { issuerKinds, serveIssuer, signingAlgs } from '../support/served-issuer.ts'

const application = 'http://127.0.0.1:4000/callback'
const insecure = { [oauth.allowInsecureRequests]: true }
const confidential = oauth.ClientSecretBasic('conformance-secret')

const discover = async (issuer: string, algorithm: 'oidc' | 'oauth2' = 'oidc') => {
  const url = new URL(issuer)
  const as = await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, { algorithm, ...insecure }))
  return as
}

interface Flow {
  readonly as: oauth.AuthorizationServer
  readonly client?: oauth.Client
  readonly auth?: oauth.ClientAuth
  readonly pushed?: boolean
  readonly options?: object
}

/** The code flow with everything that the library can check: state, iss (RFC 9207), nonce, at_hash, max_age, the signature. */
const signIn = async ({ as, client = { client_id: 'conformance' }, auth = confidential, pushed, options }: Flow) => {
  const verifier = oauth.generateRandomCodeVerifier()
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()]
  const parameters = new URLSearchParams({
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: application,
    scope: 'openid email',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    max_age: '600',
    state,
    nonce,
  })
  const url = new URL(as.authorization_endpoint ?? '')
  url.search = (pushed ? await push({ as, client, auth }, parameters) : parameters).toString()
  const sentTo = await createBrowser().openUntilRedirectedTo(url, application)
  const answer = oauth.validateAuthResponse(as, client, sentTo, state)
  const response = await oauth.authorizationCodeGrantRequest(as, client, auth, answer, application, verifier, {
    ...insecure,
    ...options,
  })
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, {
    expectedNonce: nonce,
    maxAge: 600,
    requireIdToken: true,
  })
  await oauth.validateApplicationLevelSignature(as, response, insecure)
  return tokens
}

const push = async (
  { as, client, auth }: Required<Pick<Flow, 'as' | 'client' | 'auth'>>,
  parameters: URLSearchParams,
) => {
  const response = await oauth.pushedAuthorizationRequest(as, client, auth, parameters, insecure)
  const { request_uri } = await oauth.processPushedAuthorizationResponse(as, client, response)
  return new URLSearchParams({ client_id: client.client_id, request_uri })
}

const introspect = async (as: oauth.AuthorizationServer, token: string) => {
  const client = { client_id: 'conformance' }
  const response = await oauth.introspectionRequest(as, client, confidential, token, insecure)
  return oauth.processIntrospectionResponse(as, client, response)
}

describe('oauth4webapi', () => {
  test.each(issuerKinds)('signs in at an issuer %s', async (kind) => {
    await using served = await serveIssuer(kind)
    const as = await discover(served.issuer)
    expect(as.authorization_response_iss_parameter_supported).toBe(true)
    const tokens = await signIn({ as })
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ iss: served.issuer, sub: 'alice' })
    const response = await oauth.userInfoRequest(as, { client_id: 'conformance' }, tokens.access_token, insecure)
    const info = await oauth.processUserInfoResponse(as, { client_id: 'conformance' }, 'alice', response)
    expect(info).toEqual({ sub: 'alice', email: 'alice@idp.example', email_verified: true })
  })

  test.each(issuerKinds)('finds the RFC 8414 metadata of an issuer %s', async (kind) => {
    await using served = await serveIssuer(kind)
    expect((await discover(served.issuer, 'oauth2')).issuer).toBe(served.issuer)
  })

  test.each(signingAlgs)('verifies ID tokens signed with %s, at_hash included', async (alg) => {
    await using served = await serveIssuer('of a tenant', { keys: [alg] })
    const client = { client_id: 'conformance', id_token_signed_response_alg: alg }
    expect((await signIn({ as: await discover(served.issuer), client })).access_token).toBeTruthy()
  })

  test('signs in as a public client, and with client_secret_post', async () => {
    await using served = await serveIssuer()
    const as = await discover(served.issuer)
    const client = { client_id: 'conformance-public' }
    expect((await signIn({ as, client, auth: oauth.None() })).id_token).toBeTruthy()
    expect((await signIn({ as, auth: oauth.ClientSecretPost('conformance-secret') })).id_token).toBeTruthy()
  })

  test('pushes its request', async () => {
    await using served = await serveIssuer()
    expect((await signIn({ as: await discover(served.issuer), pushed: true })).id_token).toBeTruthy()
  })

  test('reads signed UserInfo', async () => {
    await using served = await serveIssuer('of a tenant')
    const as = await discover(served.issuer)
    const client = { client_id: 'conformance', userinfo_signed_response_alg: 'RS256' }
    const { access_token: access } = await signIn({ as })
    const response = await oauth.userInfoRequest(as, client, access, insecure)
    const info = await oauth.processUserInfoResponse(as, client, 'alice', response)
    await oauth.validateApplicationLevelSignature(as, response, insecure)
    expect(info).toMatchObject({ iss: served.issuer, aud: 'conformance', email: 'alice@idp.example' })
  })

  test('introspects and revokes', async () => {
    await using served = await serveIssuer('with a trailing slash')
    const as = await discover(served.issuer)
    const client = { client_id: 'conformance' }
    const { access_token: access } = await signIn({ as })
    expect(await introspect(as, access)).toMatchObject({ active: true, iss: served.issuer, scope: 'openid email' })
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, confidential, access, insecure))
    expect(await introspect(as, access)).toEqual({ active: false })
  })

  test('accepts an access token as RFC 9068 describes it', async () => {
    await using served = await serveIssuer()
    const as = await discover(served.issuer)
    const { access_token: access } = await signIn({ as })
    const request = new Request('https://api.example/', { headers: { authorization: `Bearer ${access}` } })
    const claims = await oauth.validateJwtAccessToken(as, request, served.issuer, insecure)
    expect(claims).toMatchObject({ sub: 'alice', client_id: 'conformance' })
  })

  test('registers a client and signs in with it', async () => {
    await using served = await serveIssuer()
    const as = await discover(served.issuer)
    const metadata = { redirect_uris: [application], client_name: 'A test' }
    const response = await oauth.dynamicClientRegistrationRequest(as, metadata, insecure)
    const client = await oauth.processDynamicClientRegistrationResponse(response)
    const auth = oauth.ClientSecretBasic(String(client.client_secret))
    expect((await signIn({ as, client, auth })).id_token).toBeTruthy()
  })

  test('uses tokens that are bound by DPoP', async () => {
    await using served = await serveIssuer()
    const as = await discover(served.issuer)
    const client = { client_id: 'conformance' }
    const DPoP = oauth.DPoP({}, await oauth.generateKeyPair('ES256'))
    const { access_token: access, token_type } = await signIn({ as, options: { DPoP } })
    expect(token_type).toBe('dpop')
    const response = await oauth.userInfoRequest(as, client, access, { DPoP, ...insecure })
    expect(await oauth.processUserInfoResponse(as, client, 'alice', response)).toMatchObject({ sub: 'alice' })
    const asBearer = await oauth.userInfoRequest(as, client, access, insecure)
    expect(asBearer.status).toBe(401)
  })

  test('authenticates with a signed assertion', async () => {
    const { privateKey, publicKey } = await oauth.generateKeyPair('ES256', { extractable: true })
    const jwk = { ...(await crypto.subtle.exportKey('jwk', publicKey)), kid: 'key-1', alg: 'ES256' }
    const secret = 'a secret of at least 32 characters'
    const clients: readonly Client[] = [
      { clientId: 'by-key', anyLoopbackRedirect: true, jwks: { keys: [jwk as PublicJwk] } },
      { clientId: 'by-secret', anyLoopbackRedirect: true, clientSecret: secret, authMethod: 'client_secret_jwt' },
    ]
    await using served = await serveIssuer('of a tenant', { clients })
    const as = await discover(served.issuer)
    const byKey = oauth.PrivateKeyJwt({ key: privateKey, kid: 'key-1' })
    const tokens = await signIn({ as, client: { client_id: 'by-key' }, auth: byKey, pushed: true })
    expect(oauth.getValidatedIdTokenClaims(tokens)?.aud).toBe('by-key')
    const bySecret = oauth.ClientSecretJwt(secret)
    expect((await signIn({ as, client: { client_id: 'by-secret' }, auth: bySecret })).id_token).toBeTruthy()
    const { privateKey: other } = await oauth.generateKeyPair('ES256')
    const wrong = oauth.PrivateKeyJwt({ key: other, kid: 'key-1' })
    await expect(signIn({ as, client: { client_id: 'by-key' }, auth: wrong })).rejects.toMatchObject({ status: 401 })
  })

  test('requests a device code, which automatic sign-in allows at once', async () => {
    await using served = await serveIssuer()
    const as = await discover(served.issuer)
    const client = { client_id: 'conformance-public' }
    const request = await oauth.deviceAuthorizationRequest(as, client, oauth.None(), { scope: 'openid' }, insecure)
    const device = await oauth.processDeviceAuthorizationResponse(as, client, request)
    expect(device.verification_uri).toContain(served.issuer)
    const poll = await oauth.deviceCodeGrantRequest(as, client, oauth.None(), device.device_code, insecure)
    const answer = await oauth.processDeviceCodeResponse(as, client, poll)
    expect(oauth.getValidatedIdTokenClaims(answer)?.sub).toBe('alice')
  })
})
