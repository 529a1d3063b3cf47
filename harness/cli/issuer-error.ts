import { IdpError } from '../../mock-idp/errors.ts'
import { ConformanceError } from '../errors.ts'

export interface Listening {
  readonly port: number
  /** The flag that chooses the port. */
  readonly portFlag: string
}

/** What kept the issuer from starting, as an error of a command. */
export function issuerError(error: unknown, { port, portFlag }: Listening): unknown {
  if (!(error instanceof IdpError)) return error
  if (error.code !== 'PORT_TAKEN') return new ConformanceError('USAGE', error.message, { cause: error })
  return new ConformanceError('PORT_TAKEN', `Port ${port}, for the issuer, is in use.`, {
    cause: error,
    next: `Stop what listens there (another auth-conformance?), or add ${portFlag} ${port === 65_535 ? 9400 : port + 1}.`,
  })
}
