import { challengeParameter, describeAnswer, isCrash, success } from '../../harness/expect/index.ts'
import { heldJwt, parseJwt } from '../../harness/forge/jwt-credential.ts'
import type { Expectation, Judgement, Observed } from '../../harness/model/expectation.ts'
import type { ExportedToken } from '../../harness/model/features.ts'
import { type Compared, flawOf, otherReason } from './flaws.ts'
import { audiencesOf, scopesOf } from './reading.ts'

const unclear = (reason: string): Judgement => ({ kind: 'unclear', reason })

const unreadable = 'it is no JWT, so what it is cannot be read'

/** The exported token beside the credential, or why the two cannot be compared. */
function comparedIn({ attempt: { token = '' }, config }: Observed): Compared | string {
  const { credential } = config
  if (credential.kind === 'static' && credential.value === token) return 'it is the credential of the configuration'
  const exported = parseJwt(token)
  if (!exported) return unreadable
  const held = heldJwt(config)
  if (!held) return 'the credential of the configuration is no JWT that it could be compared with'
  return { exported, held, now: Math.floor(Date.now() / 1000), config }
}

/** Revocation is told to the target, not by the token, so an opaque one can be judged. */
function opaqueRejected(observed: Observed): Judgement {
  const received = describeAnswer(observed)
  if (observed.accepted) {
    return { kind: 'broken', received, wrongly: 'accepted', ...(isRevocationUnknown(observed) && { advisory: true }) }
  }
  return isCrash(observed) ? { kind: 'crash', received } : { kind: 'met', note: 'an opaque token' }
}

/** A target that verifies tokens by itself does not learn of revocations. */
const isRevocationUnknown = ({ config }: Pick<Observed, 'config'>): boolean =>
  config.features.tokens?.checksRevocation !== true

type Flawed = Exclude<ExportedToken, 'lowScope'>

/** A resource that is the client itself cannot tell its ID tokens by their audience. */
const isForSameAudience = ({ exported, held }: Compared): boolean =>
  audiencesOf(exported.claims).some((each) => audiencesOf(held.claims).includes(each))

/** Whether acceptance only warns: nothing in the token, and no declaration, obliges the target to know the flaw. */
function isAdvisory(name: Flawed, compared: Compared): boolean {
  if (name === 'revoked') return isRevocationUnknown(compared)
  return name === 'idToken' && isForSameAudience(compared)
}

/**
 * An exported token is rejected for the flaw that it was exported for. A token without that flaw, or one that is rejected
 * for another reason as well, is not judged.
 */
export const rejectedAs = (name: Flawed): Expectation => ({
  text: 'must reject the request',
  judge(observed) {
    const compared = comparedIn(observed)
    if (name === 'revoked' && compared === unreadable) return opaqueRejected(observed)
    if (typeof compared === 'string') return unclear(compared)
    const flaw = flawOf(name, compared)
    if ('missing' in flaw) return unclear(`the token is not what it was exported for: ${flaw.missing}`)
    if (observed.accepted) {
      const received = `${describeAnswer(observed)}, though ${flaw.facts}`
      return { kind: 'broken', received, wrongly: 'accepted', ...(isAdvisory(name, compared) && { advisory: true }) }
    }
    if (isCrash(observed)) return { kind: 'crash', received: `${describeAnswer(observed)}, where ${flaw.facts}` }
    const other = otherReason(name, compared)
    if (other !== undefined) return unclear(`its rejection proves nothing, because ${other}, too: export a fresh one`)
    return { kind: 'met', note: flaw.facts }
  },
})

/** The scope that the configuration declares for the request of an attempt. */
const neededScope = ({ attempt: { method, path }, config }: Observed): string =>
  config.features.scopes?.find((route) => route.method === method && route.path === path)?.scope ?? ''

const listOf = (scopes: readonly string[]): string => (scopes.length === 0 ? 'no scope' : `scope "${scopes.join(' ')}"`)

/** A token that lacks the scope of a request is rejected for that, whatever the status. */
export const rejectedForItsScope = (): Expectation => ({
  text: 'must reject the request, whose scope the token lacks',
  judge(observed) {
    const compared = comparedIn(observed)
    if (typeof compared === 'string') return unclear(compared)
    const has = scopesOf(compared.exported.claims)
    const needed = neededScope(observed)
    const facts = `the token has ${listOf(has)}`
    const served = success().judge(observed).kind === 'met'
    if (has.includes(needed)) {
      const every = observed.config.features.scopes?.every(({ scope }) => has.includes(scope))
      if (every) return unclear(`the token is not what it was exported for: it has every declared scope`)
      return served ? { kind: 'met', note: facts } : unclear(`${describeAnswer(observed)}, though ${facts}`)
    }
    if (served) return { kind: 'broken', received: `${describeAnswer(observed)}, though ${facts}`, wrongly: 'accepted' }
    if (isCrash(observed)) return { kind: 'crash', received: describeAnswer(observed) }
    const other = otherReason('lowScope', compared)
    if (other !== undefined) return unclear(`its rejection proves nothing, because ${other}: export a fresh one`)
    const { status } = observed.exchange.response ?? {}
    return status === 401 && challengeParameter(observed, 'error') !== 'insufficient_scope'
      ? unclear('401 does not say whether the token lacks a scope or is invalid')
      : { kind: 'met', note: facts }
  },
})
