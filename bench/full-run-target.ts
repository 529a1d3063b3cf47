/** A resource that accepts JWTs and answers after a millisecond, in a process of its own; prints its port. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRemoteJWKSet, jwtVerify } from 'jose'

const { ISSUER: issuer = '', JWKS_URI = '', AUDIENCE: audience = '' } = process.env
const keys = createRemoteJWKSet(new URL(JWKS_URI))

const accepts = async (authorization = ''): Promise<boolean> => {
  const [, token] = /^bearer +([\w.~+/-]+=*)$/i.exec(authorization) ?? []
  if (token === undefined) return false
  const options = { issuer, audience, algorithms: ['RS256'], requiredClaims: ['exp'] }
  return jwtVerify(token, keys, options).then(
    () => true,
    () => false,
  )
}

const server = createServer(async (request, response) => {
  await new Promise((resolve) => setTimeout(resolve, 1))
  const accepted = await accepts(request.headers.authorization)
  response.writeHead(accepted ? 200 : 401, { 'content-type': 'application/json', 'www-authenticate': 'Bearer' })
  response.end(accepted ? '{"subject":"bench","of":"the whole run"}' : '{}')
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
process.on('disconnect', () => process.exit())
