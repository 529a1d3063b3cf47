import { defaultClient, defaultPublicClient } from '../../../mock-idp/clients/clients.ts'
import type { Client } from '../../../mock-idp/index.ts'
import { ConformanceError } from '../../errors.ts'
import type { Io } from '../io.ts'

/** A client as the banner shows it. The secret is written as a shell variable. */
export interface ExampleClient {
  readonly id: string
  readonly secret: string
}

export interface Clients {
  readonly clients: readonly Client[]
  readonly example: ExampleClient
}

/** Reads `--client id:ENV`. Default: the default clients. */
export function readClients(flags: readonly string[] = [], audience: string | undefined, env: Io['env']): Clients {
  const parsed = flags.map((text) => {
    const [, id, variable] = /^(.+):([A-Za-z_]\w*)$/s.exec(text) ?? []
    if (id !== undefined && variable !== undefined) return { id, variable }
    throw new ConformanceError('USAGE', '--client takes an id and the name of an environment variable.', {
      next: 'Such as --client my-app:MY_APP_SECRET.',
    })
  })
  const clients = parsed.map(({ id, variable }) => ({
    clientId: id,
    clientSecret: readSecret('--client', variable, env),
  }))
  const [first] = parsed
  const { clientId, clientSecret } = defaultClient
  const withAudience = (client: Client): Client => (audience === undefined ? client : { ...client, audience })
  return {
    clients: (first ? clients : [defaultClient, defaultPublicClient]).map(withAudience),
    example: first ? { id: first.id, secret: `$${first.variable}` } : { id: clientId, secret: clientSecret },
  }
}

export function readSecret(flag: string, variable: string, env: Io['env']): string {
  const value = env[variable]
  if (value !== undefined && value.trim() !== '') return value
  const name = /^[A-Z_][A-Z0-9_]*$/.test(variable) ? ` ${variable}` : ''
  throw new ConformanceError('USAGE', `${flag} needs the environment variable${name}, which is not set or blank.`, {
    next: `Set it first: export${name || ' NAME'}=…`,
  })
}
