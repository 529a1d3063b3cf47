import { afterAll, beforeAll, describe, test } from 'vitest'
import { serveIdp } from '../mock-idp/adapters/node.ts'
import { suites as allSuites } from '../suites/index.ts'
import {
  completeTargetConfig,
  jwtCredential,
  staticCredential,
  type TargetConfigInput,
} from './config/target-config.ts'
import { passGate } from './core/gate.ts'
import { isReview, runCheck } from './core/run-check.ts'
import { openSession, type Session } from './core/session.ts'
import { ConformanceError } from './errors.ts'
import type { Check, Suite } from './model/check.ts'
import type { Finding } from './model/finding.ts'
import type { JwtCredential, TargetConfig } from './model/target-config.ts'
import { describeTarget } from './report/results.ts'
import { renderFinding } from './report/text/finding.ts'
import { type Handler, startHandler } from './targets/handler.ts'

export type { Handler }

declare module 'vitest' {
  interface TaskMeta {
    /** The findings of the check that this test ran. */
    conformance?: readonly Finding[]
  }
}

/** The issuer that the target is to trust. */
export interface TrustedIssuer {
  readonly issuer: string
  readonly jwksUri: string
  readonly audience: string
}

/** A URL, or a handler in this process; `start` is called with the issuer to trust and returns either. */
export type ConformanceTarget =
  | string
  | Handler
  | { start(trusted: TrustedIssuer): string | Handler | Promise<string | Handler> }

export interface ConformanceOptions extends Partial<Omit<TargetConfigInput, 'target' | 'credential'>> {
  /** Of a handler: the path of a protected resource. Default: `/`. */
  readonly path?: string
  /** A bearer token or API key that the target accepts; a JWT of any issuer is known by its form. */
  readonly token?: string
  /** The target trusts our issuer for this audience. */
  readonly audience?: string
  /** More about the tokens that it takes. */
  readonly jwt?: Partial<Omit<JwtCredential, 'kind' | 'audience'>>
  /** Port of the issuer, when the target has it in its configuration. Default: a free one. */
  readonly issuerPort?: number
  /** Makes warnings fail. */
  readonly strict?: boolean
}

interface Running {
  readonly session: Session
  readonly config: TargetConfig
  readonly issuer: string | undefined
  stop(): Promise<void>
}

const credentialOf = ({ token, audience, jwt }: ConformanceOptions): TargetConfig['credential'] => {
  if (token !== undefined) return staticCredential(token, 'TOKEN')
  if (audience !== undefined) return jwtCredential(audience, jwt)
  throw new ConformanceError('USAGE', 'conformance() needs a credential.', {
    next: "Pass { token: '…' } for a shared token, or { audience: '…' } when the target trusts the mock issuer.",
  })
}

async function bringUp(target: ConformanceTarget, options: ConformanceOptions): Promise<Running> {
  const { path = '/', audience, issuerPort: port = 0 } = options
  const served = audience === undefined ? undefined : await serveIdp({ port })
  const { issuer, jwksUri } = served?.idp ?? { issuer: '', jwksUri: '' }
  const given =
    typeof target === 'object' && 'start' in target
      ? await target.start({ issuer, jwksUri, audience: audience ?? '' })
      : target
  const started = typeof given === 'string' ? undefined : await startHandler(given)
  const url = new URL(path, started?.origin ?? (given as string)).href
  const config = completeTargetConfig({
    ...options,
    target: typeof given === 'string' ? given : url,
    credential: credentialOf(options),
  })
  const session = await openSession({
    origin: new URL(config.target),
    config,
    ...(served && { issuer: served.idp }),
  })
  return {
    session,
    config,
    issuer: served?.idp.issuer,
    async stop() {
      session.close()
      await started?.stop()
      await served?.close()
    },
  }
}

/**
 * Declares every check of the suites as a vitest test against the target; all suites when none are named. The tests
 * fail together, with one message, when the target rejects the valid credential or accepts an unknown one.
 */
export function conformance(target: ConformanceTarget, options: ConformanceOptions, ...suites: readonly Suite[]): void {
  // Points failures at the line of the user that called this, not at our own code.
  const called = new Error()
  Error.captureStackTrace(called, conformance)
  const chosen = suites.length > 0 ? suites : allSuites
  let running: Running | undefined

  describe('conformance', () => {
    beforeAll(async () => {
      running = await bringUp(target, options)
      const stop = await passGate(running.session)
      if (stop) throw new ConformanceError(stop.code, stop.message, { next: stop.next })
    }, 60_000)
    afterAll(() => running?.stop())

    const declare = (check: Check) =>
      // What waits for windows and grace periods of the target takes its time.
      test(`${check.id}: ${check.title}`, { timeout: check.exclusive ? 900_000 : 60_000 }, async ({
        task,
        annotate,
        skip,
      }) => {
        if (!running) return
        const { session, config, issuer } = running
        const findings = await runCheck(session, check)
        task.meta.conformance = findings
        const context = { target: describeTarget(config, issuer), repeat: (id: string) => `npx vitest run -t '${id}'` }
        for (const finding of findings) {
          const { verdict, reason } = finding
          if (verdict === 'skip') skip(reason)
          const strictly = options.strict && (verdict === 'warn' || verdict === 'inconclusive')
          if (verdict === 'fail' || verdict === 'error' || strictly)
            throw failure(renderFinding(finding, context), called)
          if (verdict !== 'pass') await annotate(renderFinding(finding, context), 'warning')
        }
      })

    for (const { id, checks } of chosen) {
      const sending = checks.filter((check) => !isReview(check))
      if (sending.length > 0) describe(id, () => sending.forEach(declare))
    }
    const reviews = chosen.flatMap(({ checks }) => checks.filter(isReview))
    if (reviews.length > 0) describe('reviews of all answers', () => reviews.forEach(declare))
  })
}

function failure(message: string, { stack = '' }: Error): Error {
  const error = new Error(message)
  error.stack = `Error: ${message}\n${stack.split('\n').slice(1).join('\n')}`
  return error
}
