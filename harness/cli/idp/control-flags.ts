import { Option } from 'commander'
import { connectIdp } from '../../../mock-idp/client.ts'
import { IdpError } from '../../../mock-idp/errors.ts'
import type { ControlledIssuer } from '../../../mock-idp/model.ts'
import { ConformanceError } from '../../errors.ts'
import type { Io } from '../io.ts'
import { readSecret } from './clients.ts'

/** Which running mock identity provider a command talks to. */
export interface ControlFlags {
  readonly idp: string
  readonly tenant?: string
  readonly controlKeyEnv?: string
}

export const controlOptions = (): readonly Option[] => [
  new Option('--idp <url>', 'where the mock identity provider listens').default('http://127.0.0.1:9400'),
  new Option('--tenant <name>', 'the issuer below the first one'),
  new Option('--control-key-env <name>', 'environment variable of its control key'),
]

/** @throws {ConformanceError} where none answers */
export async function connectTo({ idp, tenant, controlKeyEnv }: ControlFlags, io: Io): Promise<ControlledIssuer> {
  const controlKey = controlKeyEnv === undefined ? undefined : readSecret('--control-key-env', controlKeyEnv, io.env)
  return asUsage(
    connectIdp(idp, { ...(tenant !== undefined && { tenant }), ...(controlKey !== undefined && { controlKey }) }),
  )
}

/** What the mock identity provider refuses, as an error of a command. */
export async function asUsage<Result>(task: Promise<Result>): Promise<Result> {
  try {
    return await task
  } catch (error) {
    if (!(error instanceof IdpError)) throw error
    const code = error.code === 'UNREACHABLE' ? 'TARGET_UNREACHABLE' : 'USAGE'
    throw new ConformanceError(code, error.message, { cause: error })
  }
}

/** @throws {ConformanceError} for what is no JSON object */
export function readObject(flag: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Said below.
  }
  throw new ConformanceError('USAGE', `${flag} takes a JSON object.`, { next: `Such as ${flag} '{"sub":"alice"}'.` })
}
