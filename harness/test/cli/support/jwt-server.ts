/** A correct target for --exec: `node jwt-server.ts PORT ISSUER AUDIENCE`, with the JWKS URI in the environment. */
import { createServer } from 'node:http'
import { jwtResource } from '../../../../fixtures/references/jwt.ts'
import { answerNode } from '../../../../fixtures/references/listen.ts'
import type { JwkSet } from '../../../../mock-idp/index.ts'

const [port, issuer = '', audience = ''] = process.argv.slice(2)
const { JWKS_URI = '' } = process.env
const steps = jwtResource({
  issuer,
  audience,
  algorithms: ['RS256'],
  leeway: 0,
  jwks: async () => (await fetch(JWKS_URI)).json() as Promise<JwkSet>,
  now: () => Math.floor(Date.now() / 1000),
})
createServer((message, response) => answerNode(steps, message, response)).listen(Number(port), '127.0.0.1')
