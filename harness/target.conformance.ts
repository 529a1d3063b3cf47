/**
 * All suites against the server at CONFORMANCE_TARGET: `CONFORMANCE_TARGET=http://127.0.0.1:8000/me
 * CONFORMANCE_TOKEN=… npx vitest --project target`, with vitest's watch mode, UI and reporters.
 */
import { test } from 'vitest'
import { type ConformanceOptions, conformance } from './vitest.ts'

const {
  CONFORMANCE_TARGET: target,
  CONFORMANCE_TOKEN: token,
  CONFORMANCE_API_KEY: apiKey,
  CONFORMANCE_API_KEY_HEADER: field = 'X-API-Key',
  CONFORMANCE_AUDIENCE: audience,
  CONFORMANCE_ISSUER_PORT: issuerPort = '9400',
} = process.env

const options = (): ConformanceOptions => {
  if (apiKey !== undefined) return { token: apiKey, channel: { field, scheme: '' } }
  return token !== undefined
    ? { token }
    : { ...(audience !== undefined && { audience }), issuerPort: Number(issuerPort) }
}

if (target === undefined) test.skip('CONFORMANCE_TARGET is not set: there is no server to test')
else conformance(target, options())
