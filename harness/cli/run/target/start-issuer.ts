import { type ServedIdp, serveIdp } from '../../../../mock-idp/adapters/node.ts'
import { defaultKeys } from '../../../../mock-idp/index.ts'
import { issuerError } from '../../issuer-error.ts'
import type { IssuerPlan } from './issuer.ts'

/** @throws {ConformanceError} `PORT_TAKEN`, `USAGE` */
export async function startIssuer({ algorithms, keys, ...options }: IssuerPlan): Promise<ServedIdp> {
  try {
    const more = algorithms.filter((name) => !defaultKeys.includes(name))
    return await serveIdp({ ...options, keys: keys ?? [...defaultKeys, ...more] })
  } catch (error) {
    throw issuerError(error, { port: options.port, portFlag: '--issuer-port' })
  }
}
