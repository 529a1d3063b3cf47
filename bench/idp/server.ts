/** A child process with a server: `node server.ts <name> <alg>`. It sends its port. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveIdp } from '../../mock-idp/adapters/node.ts'

const [, , name = '', alg = 'RS256'] = process.argv

const servers: Readonly<Record<string, () => Promise<number>>> = {
  async idp() {
    const { url, idp } = await serveIdp({ port: 0, keys: [alg], signIn: 'automatic' })
    await idp.ready()
    return Number(new URL(url).port)
  },

  /** A node:http server that sends the same bytes as ours from memory. */
  async 'bare node:http'() {
    const { url, idp, close } = await serveIdp({ port: 0, keys: [alg] })
    await idp.ready()
    const answers = await Promise.all(['/jwks', '/.well-known/openid-configuration'].map((path) => record(url, path)))
    await close()
    const server = createServer((request, response) => {
      const answer = answers.find(({ path }) => path === request.url)
      if (!answer) return void response.writeHead(404).end()
      response.writeHead(200, answer.fields).end(answer.body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  },
}

const record = async (url: string, path: string) => {
  const response = await fetch(url + path)
  const names = ['content-type', 'content-length', 'cache-control', 'etag', 'access-control-allow-origin']
  const fields = Object.fromEntries(
    names.flatMap((field) => {
      const value = response.headers.get(field)
      return value === null ? [] : [[field, value]]
    }),
  )
  return { path, fields, body: await response.text() }
}

process.send?.(await servers[name]?.())
process.once('disconnect', () => process.exit())
