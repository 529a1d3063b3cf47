import type { Jwt, JwtCredential, TargetConfig } from '../model/target-config.ts'
import { jsonObject } from '../wire/json-object.ts'
import { decode } from './parts.ts'

type WithCredential = Pick<TargetConfig, 'credential'>

const compactJws = /^([\w-]+)\.([\w-]+)\.[\w-]*$/

/** The header and claims of a JWT in the JWS compact serialization (RFC 7519 §3), not verified; undefined for other texts. */
export function parseJwt(text: string): Jwt | undefined {
  const [, ...parts] = compactJws.exec(text) ?? []
  const [header, claims] = parts.map((part) => jsonObject(decode(part).toString('utf8')))
  return header && claims && typeof header.alg === 'string' ? { header, claims } : undefined
}

/** What the credential is: a JWT, whoever issued it, or a text that the target compares with one it knows. */
export const credentialKind = ({ credential }: WithCredential): 'jwt' | 'static' =>
  credential.kind === 'jwt' || credential.jwt ? 'jwt' : 'static'

/** The JWT that was given, or got by a login: it can be changed, but not signed again. Undefined for other credentials. */
export const heldJwt = ({ credential }: WithCredential): Jwt | undefined =>
  credential.kind === 'static' ? credential.jwt : undefined

/** The tokens of our issuer, which mints them with any change; undefined for other credentials. */
export const mintedJwt = ({ credential }: WithCredential): JwtCredential | undefined =>
  credential.kind === 'jwt' ? credential : undefined

/** The algorithms with which the target surely verifies: those that are declared, or that of the token (RFC 7515 §4.1.1). */
export const knownAlgorithms = (config: WithCredential): readonly string[] =>
  mintedJwt(config)?.algorithms ?? [heldJwt(config)?.header.alg].filter((alg) => typeof alg === 'string')

/** The audience of the valid token, the first of several (RFC 7519 §4.1.3). */
export function audienceOf(config: WithCredential): string | undefined {
  const [audience] = [heldJwt(config)?.claims.aud].flat()
  return mintedJwt(config)?.audience ?? (typeof audience === 'string' ? audience : undefined)
}

/** The subject of the valid token (RFC 7519 §4.1.2). */
export function subjectOf(config: WithCredential): string | undefined {
  const subject = mintedJwt(config)?.subject ?? heldJwt(config)?.claims.sub
  return typeof subject === 'string' ? subject : undefined
}
