import { ConformanceError } from '../../../errors.ts'

/** Values of `{name}` in a command, its environment and the URL of the target. */
export interface Placeholders {
  readonly port?: string
  readonly issuer?: string
  readonly jwks_uri?: string
  readonly audience?: string
}

/** Replaces the placeholders. Other braces belong to the shell. */
export const fill = (text: string, values: Placeholders): string =>
  text.replace(/\{(port|issuer|jwks_uri|audience)\}/g, (found, name: keyof Placeholders) => {
    const value = values[name]
    if (value !== undefined) return value
    throw new ConformanceError(
      'USAGE',
      `${found} is not available ${name === 'port' ? 'here' : 'without --audience'}.`,
      {
        next: name === 'port' ? 'Write the port in --target.' : 'Add --audience, which starts the issuer.',
      },
    )
  })
