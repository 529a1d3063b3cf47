import { Option } from 'commander'
import { connectIdp } from '../../../mock-idp/client.ts'
import { IdpError } from '../../../mock-idp/errors.ts'
import type { ControlledIssuer } from '../../../mock-idp/model.ts'
import { ConformanceError } from '../../errors.ts'
import type { Io } from '../io.ts'
import { readSecret } from './client-flags.ts'

/** Flags that name the running mock identity provider to control. */
export interface ControlFlags {
  readonly idp: string
  readonly tenant?: string
  readonly controlKeyEnv?: string
}

export const controlOptions = (): readonly Option[] => [
  new Option('--idp <url>', 'URL of the mock identity provider').default('http://127.0.0.1:9400'),
  new Option('--tenant <name>', 'name of an issuer below the root issuer'),
  new Option('--control-key-env <name>', 'environment variable of its control key'),
]

/** @throws {ConformanceError} if none answers */
export async function connectTo({ idp, tenant, controlKeyEnv }: ControlFlags, io: Io): Promise<ControlledIssuer> {
  const controlKey = controlKeyEnv === undefined ? undefined : readSecret('--control-key-env', controlKeyEnv, io.env)
  return asUsage(
    connectIdp(idp, { ...(tenant !== undefined && { tenant }), ...(controlKey !== undefined && { controlKey }) }),
  )
}

/** Turns an error of the mock identity provider into an error of the command. */
export async function asUsage<Result>(task: Promise<Result>): Promise<Result> {
  try {
    return await task
  } catch (error) {
    if (!(error instanceof IdpError)) throw error
    const code = error.code === 'UNREACHABLE' ? 'TARGET_UNREACHABLE' : 'USAGE'
    throw new ConformanceError(code, error.message, { cause: error })
  }
}

/** @throws {ConformanceError} if the text is not a JSON object */
export function readObject(flag: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // The error below covers it.
  }
  throw new ConformanceError('USAGE', `${flag} takes a JSON object.`, { next: `Such as ${flag} '{"sub":"alice"}'.` })
}
