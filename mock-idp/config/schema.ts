import { z } from 'zod'
import { clientRequest, scheduleRequest, settingsRequest, userRequest } from '../control/schemas.ts'
import { dialectNames } from '../dialects/dialect.ts'

const user = userRequest.extend({ sub: z.string().min(1) })
const client = clientRequest.extend({ clientId: z.string().min(1) })

const issuer = settingsRequest.extend({
  keys: z.array(z.string()).min(1).exactOptional(),
  activeKeys: z.enum(['one', 'all']).exactOptional(),
  rotation: scheduleRequest.extend({ every: z.int().min(1) }).exactOptional(),
  users: z.array(user).exactOptional(),
  clients: z.array(client).exactOptional(),
})

/** The configuration file of `conformance idp --config`. */
export const idpConfig = issuer.extend({
  $schema: z.string().exactOptional(),
  issuer: z.string().exactOptional(),
  tenants: z.record(z.string(), issuer.extend({ issuer: z.string().exactOptional() })).exactOptional(),
  dialects: z.array(z.enum(dialectNames)).exactOptional(),
  maxTenants: z.int().min(0).exactOptional(),
})

export type IdpConfig = z.infer<typeof idpConfig>
