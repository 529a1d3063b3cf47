import type { Attempt, Observed } from '../expectation.ts'
import type { FlowValues, StepHead } from './index.ts'

/**
 * Steps at a declared rate limit (`limit`). The counted request is the one to which the limit applies. When a flow with a
 * step that sends it is over, the player waits until the limit has refilled. Types only.
 */

export type LimitStep = UseUpLimitStep | SendCountedStep | SendBurstStep

/** Sends the counted request until it is throttled, and judges that answer; ends the flow when it never is. */
export interface UseUpLimitStep extends StepHead {
  readonly do: 'use-up-limit'
}

/** Answers to counted requests. */
export interface CountedRequests extends FlowValues {
  /** Empty when nothing can be judged, because the whole limit refills meanwhile. */
  readonly answers: readonly Observed[]
  /** So many may be accepted, tolerance included. */
  readonly most: number
  /** Milliseconds from the first byte sent to the last one received. */
  readonly tookMs: number
}

/**
 * Sends counted requests: one, so many times the declared `burst` at once, or at so many times the declared `rate` for
 * at most half a minute while the limit is used up. Gives `accepted`, when any was, and of the last one that was
 * throttled `waitMs`: the wait that it announces, or else the declared window.
 */
export interface SendCountedStep extends StepHead<CountedRequests> {
  readonly do: 'send-counted'
  readonly burst?: number
  readonly rate?: number
}

/** Sends twice the declared burst at once, at most 100 requests. */
export interface SendBurstStep extends Pick<StepHead, 'as' | 'if'> {
  readonly do: 'send-burst'
  readonly attempt?: Omit<Attempt, 'expect'>
  /** Invalid credentials instead, which begin like the valid one and differ in each request. */
  readonly credentials?: 'with the same beginning'
}
