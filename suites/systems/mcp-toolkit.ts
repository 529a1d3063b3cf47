import { defineCheck } from '../../harness/define.ts'
import { success } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { CheckId } from '../../harness/model/finding.ts'
import type { Environment } from '../../harness/model/system.ts'
import { promise, promisedBy } from './promise.ts'

export const toolkit = (section: string) => promisedBy('mcp-toolkit, Auth Modes', section)

export const healthPath = '/health'

/** The declared limit, where the environment has one: MCP_RATE_LIMIT_RPS, and MCP_RATE_LIMIT_BURST. */
export function limitOf({ MCP_RATE_LIMIT_RPS: rate, MCP_RATE_LIMIT_BURST: burst }: Environment) {
  const perSecond = Number(rate)
  if (!(perSecond > 0)) return {}
  // Less than one a second is counted by the minute.
  const counted = Number.isInteger(perSecond)
    ? { requests: perSecond, window: '1s' }
    : { requests: Math.max(1, Math.round(perSecond * 60)), window: '1m' }
  const atOnce = Number(burst)
  return { limit: { ...counted, ...(Number.isInteger(atOnce) && atOnce > 0 && { burst: atOnce }) } }
}

/** The promise of every mode. */
export const healthPromise = (system: string): Check =>
  defineCheck({
    ...promise,
    id: `${system}/health-open` as CheckId,
    title: 'must answer /health without a credential',
    spec: [toolkit('Auth Modes')],
    needs: ['health'],
    fix: 'Leave /health out of authentication.',
    vectors: {
      'no credential': { method: 'GET', path: healthPath, authorization: [], token: '' },
      'an unknown credential': {
        method: 'GET',
        path: healthPath,
        token: '{unknownToken}',
        when: { open: false },
      },
    },
    expect: [success()],
  })
