import type { Connection } from './connection.ts'

/** Idle keep-alive connections by name, the youngest taken first. */
interface Pool {
  /** An idle connection that was open when last looked at. */
  take(name: string): Connection | undefined
  give(name: string, connection: Connection): void
}

/** An empty pool. Connections that the server closed while idle are dropped when one is taken. */
export function createPool(): Pool {
  const idle = new Map<string, Connection[]>()
  return {
    take(name) {
      const connections = idle.get(name)
      for (;;) {
        const connection = connections?.pop()
        if (!connection || connection.open) return connection
      }
    },
    give(name, connection) {
      const connections = idle.get(name)
      if (connections) connections.push(connection)
      else idle.set(name, [connection])
    },
  }
}
