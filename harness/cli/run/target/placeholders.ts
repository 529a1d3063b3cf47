import { ConformanceError } from '../../../errors.ts'

/** Values of `{name}` in a command, its environment and the URL of the target. */
export interface Placeholders {
  readonly port?: string
  readonly issuer?: string
  readonly jwks_uri?: string
  readonly audience?: string
  readonly ca_file?: string
}

/** Replaces the placeholders. Other braces belong to the shell. */
export const fill = (text: string, values: Placeholders): string =>
  text.replace(/\{(port|issuer|jwks_uri|audience|ca_file)\}/g, (found, name: keyof Placeholders) => {
    const value = values[name]
    if (value !== undefined) return value
    const { where, next } = missing[name]
    throw new ConformanceError('USAGE', `${found} is not available ${where}.`, { next })
  })

const withoutIssuer = { where: 'without --audience', next: 'Add --audience, which starts the issuer.' }

/** Why a placeholder has no value. */
const missing: Readonly<Record<keyof Placeholders, { readonly where: string; readonly next: string }>> = {
  port: { where: 'here', next: 'Write the port in --target.' },
  issuer: withoutIssuer,
  jwks_uri: withoutIssuer,
  audience: withoutIssuer,
  ca_file: { where: 'here', next: 'It is a file on this machine: use it in --exec or --env, with --exec.' },
}

/** Whether a text has this placeholder. */
export const holds = (text: string, name: keyof Placeholders): boolean => text.includes(`{${name}}`)
