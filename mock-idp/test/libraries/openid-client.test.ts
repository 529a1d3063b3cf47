import * as client from 'openid-client'
import { describe, expect, test } from 'vitest'
import { createBrowser } from '../support/browser.ts'
import { issuerKinds, serveIssuer, signingAlgs } from '../support/served-issuer.ts'

const application = 'http://127.0.0.1:4000/callback'
const insecure = { execute: [client.allowInsecureRequests] }

/** A configuration that verifies ID tokens with the keys of the issuer, which the library does not do by default. */
const discover = async (issuer: string, alg = 'RS256', [id, secret] = ['conformance', 'conformance-secret']) => {
  const metadata = { id_token_signed_response_alg: alg, ...(secret !== '' && { client_secret: secret }) }
  const auth = secret === '' ? client.None() : undefined
  const config = await client.discovery(new URL(issuer), id ?? '', metadata, auth, insecure)
  client.enableNonRepudiationChecks(config)
  return config
}

const signIn = async (
  config: client.Configuration,
  {
    build = async (parameters) => client.buildAuthorizationUrl(config, parameters),
    browser = createBrowser(),
    scope = 'openid email profile offline_access',
    options,
  }: {
    readonly build?: (parameters: Record<string, string>) => Promise<URL>
    readonly browser?: ReturnType<typeof createBrowser>
    readonly scope?: string
    readonly options?: client.DPoPOptions
  } = {},
) => {
  const verifier = client.randomPKCECodeVerifier()
  const [state, nonce] = [client.randomState(), client.randomNonce()]
  const url = await build({
    redirect_uri: application,
    scope,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  })
  const answer = await browser.openUntilRedirectedTo(url, application)
  const checks = {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  }
  return client.authorizationCodeGrant(config, answer, checks, undefined, options)
}

describe('openid-client', () => {
  test.each(issuerKinds)('signs in at an issuer %s', async (kind) => {
    await using served = await serveIssuer(kind)
    const config = await discover(served.issuer)
    expect(config.serverMetadata().issuer).toBe(served.issuer)
    const tokens = await signIn(config)
    expect(tokens.claims()).toMatchObject({ iss: served.issuer, sub: 'alice', email: 'alice@idp.example' })
    const info = await client.fetchUserInfo(config, tokens.access_token, 'alice')
    expect(info).toMatchObject({ sub: 'alice', name: 'Alice Example' })
  })

  test.each(signingAlgs)('verifies ID tokens signed with %s', async (alg) => {
    await using served = await serveIssuer('at the root', { keys: [alg] })
    const tokens = await signIn(await discover(served.issuer, alg))
    expect(tokens.claims()?.sub).toBe('alice')
  })

  test('signs in as a public client', async () => {
    await using served = await serveIssuer()
    const tokens = await signIn(await discover(served.issuer, 'RS256', ['conformance-public', '']))
    expect(tokens.claims()?.aud).toBe('conformance-public')
  })

  test('refreshes, and cannot use a refresh token twice', async () => {
    await using served = await serveIssuer()
    const config = await discover(served.issuer)
    const { refresh_token: first = '' } = await signIn(config)
    const { refresh_token: second = '', access_token: access } = await client.refreshTokenGrant(config, first)
    expect(second).not.toBe(first)
    await expect(client.refreshTokenGrant(config, first)).rejects.toMatchObject({ error: 'invalid_grant' })
    await expect(client.refreshTokenGrant(config, second)).rejects.toMatchObject({ error: 'invalid_grant' })
    expect(await client.tokenIntrospection(config, access)).toEqual({ active: false })
  })

  test('introspects and revokes', async () => {
    await using served = await serveIssuer('of a tenant')
    const config = await discover(served.issuer)
    const { access_token: access, refresh_token: refresh = '' } = await signIn(config)
    expect(await client.tokenIntrospection(config, access)).toMatchObject({
      active: true,
      sub: 'alice',
      client_id: 'conformance',
      token_type: 'Bearer',
    })
    await client.tokenRevocation(config, access)
    expect(await client.tokenIntrospection(config, access)).toEqual({ active: false })
    await expect(client.fetchUserInfo(config, access, 'alice')).rejects.toMatchObject({ status: 401 })
    expect(await client.tokenIntrospection(config, refresh)).toMatchObject({ active: true, client_id: 'conformance' })
    await client.tokenRevocation(config, refresh, { token_type_hint: 'refresh_token' })
    expect(await client.tokenIntrospection(config, refresh)).toEqual({ active: false })
  })

  test('introspects opaque tokens', async () => {
    await using served = await serveIssuer('at the root', { accessTokens: 'opaque' })
    const config = await discover(served.issuer)
    const { access_token: access } = await signIn(config)
    expect(access).not.toContain('.')
    expect(await client.tokenIntrospection(config, access)).toMatchObject({ active: true, iss: served.issuer })
    expect(await client.fetchUserInfo(config, access, 'alice')).toMatchObject({ email: 'alice@idp.example' })
  })

  test('pushes its request', async () => {
    await using served = await serveIssuer('with a trailing slash')
    const config = await discover(served.issuer)
    const tokens = await signIn(config, {
      build: (parameters) => client.buildAuthorizationUrlWithPAR(config, parameters),
    })
    expect(tokens.claims()?.sub).toBe('alice')
  })

  test('registers a client and signs in with it', async () => {
    await using served = await serveIssuer('of a tenant')
    const metadata = {
      redirect_uris: [application],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'client_secret_post',
    }
    const config = await client.dynamicClientRegistration(new URL(served.issuer), metadata, undefined, insecure)
    client.enableNonRepudiationChecks(config)
    expect(config.clientMetadata()).toMatchObject({ ...metadata, client_secret_expires_at: 0 })
    const tokens = await signIn(config)
    expect(tokens.claims()?.aud).toBe(config.clientMetadata().client_id)
    expect((await client.refreshTokenGrant(config, tokens.refresh_token ?? '')).access_token).toBeTruthy()
  })

  test('signs out', async () => {
    await using served = await serveIssuer()
    const config = await discover(served.issuer)
    const browser = createBrowser()
    const first = await signIn(config, { browser })
    const second = await signIn(config, { browser })
    expect(second.claims()?.sid).toBe(first.claims()?.sid)
    const goodbye = 'http://127.0.0.1:4000/goodbye'
    const url = client.buildEndSessionUrl(config, {
      id_token_hint: second.id_token ?? '',
      post_logout_redirect_uri: goodbye,
      state: 'bye',
    })
    const sentTo = await browser.openUntilRedirectedTo(url, goodbye)
    expect(sentTo.searchParams.get('state')).toBe('bye')
    expect((await signIn(config, { browser })).claims()?.sid).not.toBe(first.claims()?.sid)
  })

  test('uses DPoP with the nonce that the issuer requires', async () => {
    await using served = await serveIssuer('at the root', { dpopNonce: true })
    const config = await discover(served.issuer)
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'))
    const tokens = await signIn(config, { options: { DPoP } })
    expect(tokens.token_type).toBe('dpop')
    const info = await client.fetchUserInfo(config, tokens.access_token, 'alice', { DPoP })
    expect(info.sub).toBe('alice')
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '', undefined, { DPoP })
    expect(refreshed.token_type).toBe('dpop')
    await expect(client.fetchUserInfo(config, tokens.access_token, 'alice')).rejects.toMatchObject({ status: 401 })
  })

  test('exchanges a token', async () => {
    await using served = await serveIssuer()
    const config = await discover(served.issuer)
    const { access_token: access } = await signIn(config)
    const exchanged = await client.genericGrantRequest(config, 'urn:ietf:params:oauth:grant-type:token-exchange', {
      subject_token: access,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      audience: 'https://api.example/',
    })
    expect(exchanged.issued_token_type).toBe('urn:ietf:params:oauth:token-type:access_token')
    expect(await client.tokenIntrospection(config, exchanged.access_token)).toMatchObject({
      active: true,
      sub: 'alice',
      aud: 'https://api.example/',
    })
  })

  test('gets a token with client credentials', async () => {
    await using served = await serveIssuer()
    const config = await discover(served.issuer)
    const tokens = await client.clientCredentialsGrant(config, { resource: 'https://api.example/' })
    expect(tokens.token_type).toBe('bearer')
    expect(await client.tokenIntrospection(config, tokens.access_token)).toMatchObject({ aud: 'https://api.example/' })
  })
})
