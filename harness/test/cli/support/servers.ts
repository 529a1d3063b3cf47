import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'

export interface Running extends AsyncDisposable {
  readonly url: string
  readonly port: number
}

const serve = async (server: Server, host = '127.0.0.1'): Promise<Running> => {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)))
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}/me`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** A server that handles each request in its own way; it need not answer. */
export const answering = (handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<Running> =>
  serve(createServer(handle))

/** A server that handles each connection in its own way once the first bytes have arrived. */
export const speaking = (speak: (socket: Socket) => void): Promise<Running> =>
  serve(createTcpServer((socket) => socket.once('data', () => speak(socket))))

/** As `checkSecret`, but requests without the secret are answered by the function given. */
export const refusing = (reject: (socket: Socket, request: string) => void): Promise<Running> => {
  const http = createServer(checkSecret)
  const known = new RegExp(`^authorization: bearer ${secret}\\r?$`, 'im')
  return serve(
    createTcpServer((socket) =>
      socket.once('data', (bytes) => {
        const request = bytes.toString('latin1')
        if (!known.test(request)) return reject(socket, request)
        http.emit('connection', socket)
        socket.emit('data', bytes)
      }),
    ),
  )
}

export const secret = 'fjX2-uN9p_QwZk4R7sTyBv'

const protectedContent = JSON.stringify({ subject: 'shared', what: 'is protected' })

/** A server that checks the shared secret as it should. */
export function checkSecret({ headers }: IncomingMessage, response: ServerResponse): void {
  const known = headers.authorization?.toLowerCase().startsWith('bearer ') && headers.authorization.slice(7) === secret
  if (known) response.writeHead(200, { 'content-type': 'application/json' }).end(protectedContent)
  else response.writeHead(401, { 'www-authenticate': 'Bearer realm="test"' }).end('unauthorized')
}
