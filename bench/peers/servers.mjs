/** Starts a peer with one key and a client of credentials: `node servers.mjs <name> <alg>`, which sends its port. */
import { generateKeyPairSync } from 'node:crypto'
import { OAuth2Server } from 'oauth2-mock-server'
import Provider from 'oidc-provider'

const [, , name, alg] = process.argv

const jwk = () => {
  const { privateKey } = alg.startsWith('ES')
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: 'bench' }
}

const servers = {
  async 'oauth2-mock-server'() {
    const server = new OAuth2Server()
    await server.issuer.keys.add(jwk())
    await server.start(0, '127.0.0.1')
    return server.address().port
  },
  async 'oidc-provider'() {
    const resource = 'urn:bench'
    const provider = new Provider('http://127.0.0.1', {
      jwks: { keys: [jwk()] },
      clients: [
        {
          client_id: 'conformance',
          client_secret: 'conformance-secret',
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
          token_endpoint_auth_method: 'client_secret_post',
          id_token_signed_response_alg: alg,
        },
      ],
      features: {
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => resource,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            scope: '',
            audience: resource,
            accessTokenFormat: 'jwt',
            accessTokenTTL: 300,
            jwt: { sign: { alg } },
          }),
        },
      },
    })
    const server = provider.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    return server.address().port
  },
}

process.send(await servers[name]())
process.once('disconnect', () => process.exit())
