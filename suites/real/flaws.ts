import type { ExportedToken } from '../../harness/model/features.ts'
import type { Jwt, TargetConfig } from '../../harness/model/target-config.ts'
import { audiencesOf, inWords, otherTenantIn } from './reading.ts'

/** What is known where an exported token is judged. */
export interface Compared {
  readonly exported: Jwt
  /** The credential of the configuration. */
  readonly held: Jwt
  /** Seconds since the epoch. */
  readonly now: number
  readonly config: TargetConfig
}

/** `facts`: the flaw, in the token's own words. `missing`: why it does not have it. */
type Flaw = { readonly facts: string } | { readonly missing: string }

/** Some servers allow clocks to differ by "no more than a few minutes" (RFC 7519 §4.1.4). */
const fewMinutes = 300

const quoted = (values: readonly string[]): string =>
  values.map((value) => JSON.stringify(value)).join(', ') || 'missing'

const secondsPastExpiry = ({ exported, now }: Pick<Compared, 'exported' | 'now'>): number =>
  typeof exported.claims.exp === 'number' ? now - exported.claims.exp : Number.NEGATIVE_INFINITY

const secondsToStart = ({ exported, now }: Pick<Compared, 'exported' | 'now'>): number =>
  typeof exported.claims.nbf === 'number' ? exported.claims.nbf - now : Number.NEGATIVE_INFINITY

function expired(compared: Compared): Flaw {
  const past = secondsPastExpiry(compared)
  if (past > fewMinutes) return { facts: `it expired ${inWords(past)} ago` }
  if (past === Number.NEGATIVE_INFINITY) return { missing: 'it has no exp, so it never expires' }
  if (past < 0) return { missing: `it expires in ${inWords(-past)}` }
  return { missing: `it expired ${inWords(past)} ago, and a server may allow five minutes` }
}

function notYetValid(compared: Compared): Flaw {
  const ahead = secondsToStart(compared)
  if (ahead > fewMinutes) return { facts: `it is valid in ${inWords(ahead)}` }
  if (ahead === Number.NEGATIVE_INFINITY) return { missing: 'it has no nbf' }
  return {
    missing: ahead > 0 ? `it is valid in ${inWords(ahead)}, and a server may allow five minutes` : 'its nbf is past',
  }
}

const commonAudiences = ({ exported, held }: Compared): readonly string[] => {
  const expected = audiencesOf(held.claims)
  return audiencesOf(exported.claims).filter((each) => expected.includes(each))
}

function otherAudience(compared: Compared): Flaw {
  const audiences = audiencesOf(compared.exported.claims)
  const [common] = commonAudiences(compared)
  if (common !== undefined) return { missing: `its aud ${quoted([common])} is that of the credential` }
  const declared = audiences.filter((each) => compared.config.accepts.audiences.includes(each))
  if (declared.length > 0) return { missing: `its aud ${quoted(declared)} is declared to be accepted` }
  return { facts: `its aud is ${quoted(audiences)}` }
}

function otherIssuer({ exported, held, config }: Compared): Flaw {
  const { iss } = exported.claims
  if (iss === held.claims.iss) return { missing: `its iss ${JSON.stringify(iss)} is that of the credential` }
  if (config.accepts.issuers.some((each) => each === iss)) {
    return { missing: `its iss ${JSON.stringify(iss)} is declared to be accepted` }
  }
  return { facts: `its iss is ${JSON.stringify(iss) ?? 'missing'}` }
}

function otherTenant(compared: Compared): Flaw {
  const { exported, held, config } = compared
  if (config.accepts.issuers.some((each) => each === exported.claims.iss)) return otherIssuer(compared)
  const other = otherTenantIn(exported.claims, held.claims)
  return other === undefined
    ? { missing: 'neither its tenant nor its iss is another' }
    : { facts: `its tenant is ${other}` }
}

/** Claims of every ID token (OpenID Connect Core §2). */
const ofIdTokens = ['iss', 'sub', 'aud', 'exp', 'iat']

function idToken({ exported: { header, claims } }: Compared): Flaw {
  const absent = ofIdTokens.find((name) => claims[name] === undefined)
  if (absent !== undefined) return { missing: `it has no ${absent}, which every ID token has` }
  const isAccessToken =
    /^(application\/)?at\+jwt$/i.test(String(header.typ)) ||
    claims.token_use === 'access' ||
    claims.typ === 'Bearer' ||
    claims.scope !== undefined ||
    claims.scp !== undefined
  if (isAccessToken) return { missing: 'it is an access token, as its typ, token_use or scope says' }
  return { facts: `it is an ID token for ${quoted(audiencesOf(claims))}` }
}

const flaws: Readonly<Record<Exclude<ExportedToken, 'lowScope'>, (compared: Compared) => Flaw>> = {
  expired,
  notYetValid,
  otherAudience,
  otherIssuer,
  otherTenant,
  idToken,
  // Nothing in a token says that it was revoked.
  revoked: () => ({ facts: 'it was revoked' }),
}

/** The flaw for which a token was exported, or why it does not have it. */
export const flawOf = (name: Exclude<ExportedToken, 'lowScope'>, compared: Compared): Flaw => flaws[name](compared)

/** What may differ beside the flaw itself: a token of another issuer has its tenant and often another audience. */
const mayDiffer: Readonly<Record<ExportedToken, readonly ('exp' | 'nbf' | 'iss' | 'aud')[]>> = {
  expired: ['exp'],
  notYetValid: ['nbf'],
  otherAudience: ['aud'],
  otherIssuer: ['iss', 'aud'],
  otherTenant: ['iss', 'aud'],
  idToken: ['aud'],
  revoked: [],
  lowScope: [],
}

/** Another reason to reject the token, for which its rejection would prove nothing; undefined when there is none. */
export function otherReason(name: ExportedToken, compared: Compared): string | undefined {
  const differs = mayDiffer[name]
  const past = secondsPastExpiry(compared)
  if (!differs.includes('exp') && past >= 0) return `it expired ${inWords(past)} ago`
  const ahead = secondsToStart(compared)
  if (!differs.includes('nbf') && ahead > 0) return `it is valid in ${inWords(ahead)}`
  const { exported, held } = compared
  if (!differs.includes('iss') && exported.claims.iss !== held.claims.iss) {
    return `its iss is ${JSON.stringify(exported.claims.iss) ?? 'missing'}`
  }
  const isForOthers = audiencesOf(held.claims).length > 0 && commonAudiences(compared).length === 0
  if (!differs.includes('aud') && isForOthers) return `its aud is ${quoted(audiencesOf(exported.claims))}`
  return undefined
}
