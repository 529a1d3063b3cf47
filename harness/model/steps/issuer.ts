import type { Attempt, Observed } from '../expectation.ts'
import type { ControlledIssuer, TokenRecipe } from '../issuer.ts'
import type { FlowValues, StepHead } from './index.ts'

/** Steps that change the keys and the behaviour of the issuer, and watch how the target follows. Types only. */

export type IssuerStep =
  | PublishStep
  | WithdrawStep
  | MintStep
  | MakeKeyStep
  | PublishSetStep
  | ReadSetStep
  | FaultStep
  | ClearStep
  | SendTokensStep
  | SendUntilStep
  | WatchFetchesStep
  | FetchesStep
  | ListenStep

/**
 * Publishes a new key of the usual algorithm beside the others, until the flow is over. It signs from then on. A new one
 * each time, because targets keep keys for a long time. Gives `kid`.
 */
export interface PublishStep extends Pick<StepHead, 'as' | 'if'> {
  readonly do: 'publish'
}

/** Takes a key from the JWK Set. */
export interface WithdrawStep extends Pick<StepHead, 'if'> {
  readonly do: 'withdraw'
  readonly kid: string
}

/** Mints a token that differs from the valid one as the recipe says. Gives `token`. */
export interface MintStep extends Pick<StepHead, 'as' | 'if'> {
  readonly do: 'mint'
  readonly recipe: TokenRecipe
}

/** Makes a key of ours, which is not published by itself. Gives `kid`, `jwk` and `privateJwk`. */
export interface MakeKeyStep extends Pick<StepHead, 'as' | 'if'> {
  readonly do: 'make-key'
  /** `another`: of another type than the usual one. `HS256`: a symmetric key. Default: the usual algorithm. */
  readonly alg?: string
  /** Default: one that is in no cache. */
  readonly kid?: string
  /** Not the key pair that other keys of ours for this algorithm have. */
  readonly pair?: 'new'
  /** The size of an RSA key. */
  readonly bits?: number
  /** An RSA key with which anybody can sign. */
  readonly exponent?: 1
  /** Members of its JWK instead of those that it has. */
  readonly jwk?: Readonly<Record<string, unknown>>
  /** Members that its JWK lacks. */
  readonly without?: readonly string[]
}

/** Publishes another JWK Set until the flow is over: these keys before and after those of the issuer. Gives `id`. */
export interface PublishSetStep extends Pick<StepHead, 'as' | 'if'> {
  readonly do: 'publish-set'
  readonly before?: readonly (object | string)[]
  readonly after?: readonly (object | string)[]
  /** Names of `make-key` steps whose keys come last; those that were not played are left out. */
  readonly made?: readonly string[]
  /** The keys of the issuer in reverse order, the newest first. */
  readonly reversed?: true
}

/** Reads the JWK Set of the issuer. Gives its `text`, and that of its `keys`. */
export interface ReadSetStep extends Pick<StepHead, 'as' | 'if'> {
  readonly do: 'read-set'
}

/** Makes the issuer fail until the flow is over; at its JWK Set, unless it says otherwise. Gives `id`. */
export interface FaultStep extends Pick<StepHead, 'as' | 'if'> {
  readonly do: 'fault'
  readonly fault: Parameters<ControlledIssuer['faults']['add']>[0]
  /** Of a `huge-body` with `ms`: it takes longer than so many milliseconds. */
  readonly longerThan?: number | string
}

/** Ends a fault or a published set, by its `id`. */
export interface ClearStep extends Pick<StepHead, 'if'> {
  readonly do: 'clear'
  readonly fault: string
}

/** A reference to the step that gave a key, such as `{new key}`, or `usual` for the key that signs valid tokens. */
type KeyReference = string

interface TokenOptions {
  /** Signs the tokens, which are otherwise valid. Default: `usual`. */
  readonly key?: KeyReference
  /** The tokens have a random signature and name a kid of no key: all the `same`, or another one in `each` token. */
  readonly unknownKid?: 'same' | 'each'
  /** Further changes of the requests. */
  readonly attempt?: Omit<Attempt, 'expect' | 'token' | 'jwt'>
}

/** Answers to several tokens. */
interface TokensSent extends FlowValues {
  readonly answers: readonly Observed[]
}

/** Sends tokens. Gives `slowestMs`. */
export interface SendTokensStep extends StepHead<TokensSent>, TokenOptions {
  readonly do: 'send-tokens'
  /** Instead of `key`: one token by each of them in turn, in each round. */
  readonly keys?: readonly KeyReference[]
  /** One after the other. Default: 1. */
  readonly rounds?: number
  /** So many tokens at the same time in each round. Default: 1. */
  readonly parallel?: number
}

/** Requests that were repeated until one was answered as wanted, or the time was over. Times in milliseconds. */
export interface Wait {
  readonly answers: readonly Observed[]
  readonly withinMs: number
  readonly tookMs: number
  /** Whether an answer was as wanted. */
  readonly reached: boolean
}

export interface WaitInFlow extends Wait, FlowValues {
  /** Answers to `meanwhile`. */
  readonly others: readonly Observed[]
}

/**
 * Sends a token every second, or a hundred times in a shorter time, until the answers of all processes of the target are
 * as wanted or the time is over. `asked`: until the target asks its issuer for keys or its cooldown is over. Gives
 * `reached`, missing when the time was over.
 */
export interface SendUntilStep extends StepHead<WaitInFlow>, TokenOptions {
  readonly do: 'send-until'
  readonly until: 'accepted' | 'rejected' | 'asked'
  /** Milliseconds. Default: the declared time after which a new key is accepted. */
  readonly within?: number | string
  /** Added to `within`. */
  readonly plus?: number
  /** Limits the sum. */
  readonly atMost?: number | string
  /** Sent three times while an answer is pending. */
  readonly meanwhile?: Omit<Attempt, 'expect'>
}

/** Remembers the time from which `fetches` counts. */
export interface WatchFetchesStep extends Pick<StepHead, 'as' | 'if'> {
  readonly do: 'watch-fetches'
}

/** The requests of the target to its issuer for keys. */
export interface Fetches extends FlowValues {
  readonly requests: Awaited<ReturnType<ControlledIssuer['journal']['entries']>>
  /** Milliseconds since they were watched. */
  readonly tookMs: number
}

/** Judges the requests of the target to its issuer since a `watch-fetches` step. */
export interface FetchesStep extends StepHead<Fetches> {
  readonly do: 'fetches'
  /** A reference to that step. */
  readonly since: string
  /** Only requests for metadata, or only requests for keys. */
  readonly only?: 'metadata' | 'keys'
}

/**
 * Opens a listener of ours that serves a JWK Set: the keys of the issuer, and these after them. Gives `url` and
 * `requests`.
 */
export interface ListenStep extends Pick<StepHead, 'as' | 'if'> {
  readonly do: 'listen'
  readonly after?: readonly (object | string)[]
  /** These keys instead. */
  readonly keys?: readonly (object | string)[]
  /** Served at paths with `.pem` in them. */
  readonly pem?: string
  /** Also serves metadata of an issuer at each well-known path (RFC 8414 §3), and keys at `/jwks.json` only. */
  readonly metadata?: true
}
