import { clientCredentials } from './client-credentials.ts'
import type { Grant } from './grant.ts'

const grants: ReadonlyMap<string, Grant> = new Map([['client_credentials', clientCredentials]])

export const grantTypes = [...grants.keys()]

export const findGrant = (grantType: string): Grant | undefined => grants.get(grantType)
