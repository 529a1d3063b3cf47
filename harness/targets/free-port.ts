import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * Below the ports that systems give to outgoing connections (from 32768 on Linux, 49152 elsewhere): of those any may be
 * taken by a connection of another process before the target listens.
 */
const [lowest, above] = [20_000, 32_768]
const triesAtMost = 100

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  for (let tries = 1; ; tries++) {
    const port = tries < triesAtMost ? randomInt(lowest, above) : 0
    const taken = await listenOnce(port)
    if (taken !== undefined) return taken
  }
}

/** The port, once it is free again; undefined when it was not free. */
const listenOnce = (port: number): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined)
      else reject(error)
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
