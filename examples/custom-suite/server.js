// A server with a shared bearer token. It listens on the port that it is given: node server.js 8000
import { timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'

const expected = Buffer.from(`Bearer ${process.env.API_TOKEN}`)

function isAllowed({ authorization = '' }) {
  const [scheme, ...rest] = authorization.split(' ')
  const received = Buffer.from(`${scheme.replace(/^bearer$/i, 'Bearer')} ${rest.join(' ')}`)
  return received.length === expected.length && timingSafeEqual(received, expected)
}

createServer((request, response) => {
  response.setHeader('Cache-Control', 'no-store')
  if (isAllowed(request.headers)) {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"notes":["buy milk"]}')
  } else {
    response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end()
  }
}).listen(Number(process.argv[2]), '127.0.0.1')
