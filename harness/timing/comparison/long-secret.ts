import { randomBytes } from 'node:crypto'
import { secretStart } from '../../forge/credential-parts.ts'
import type { Launched, RunContext } from '../../model/run-context.ts'

/** Lengths of a secret, the best first: a target that limits its fields rejects the longer ones. */
const lengths = [4096, 2048, 1024] as const

/** The credential of a measurement. */
export interface MeasuredSecret {
  readonly token: string
  /** The launch that knows it, where we chose it. */
  readonly launched?: Launched
}

/**
 * The longest secret that a target accepts, where we start it and know the variable: the longer a secret is, the more a
 * comparison has to do. Otherwise the credential of the configuration.
 */
export async function longestSecret(context: RunContext): Promise<MeasuredSecret> {
  const { token, config, launch } = context
  const variable = config.features.launch?.secret
  if (!config.started || variable === undefined) return { token }
  for (const length of lengths) {
    const prefix = token.slice(0, secretStart(token))
    const long = (prefix + randomBytes(length).toString('hex')).slice(0, length)
    const launched = await launch({}, { [variable]: long })
    if (launched.origin && (await launched.send(`a secret of ${length} bytes`, { token: long })).accepted) {
      return { token: long, launched }
    }
    await launched.stop()
  }
  return { token }
}
