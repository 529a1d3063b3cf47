import { z } from 'zod'
import { type ErrorCode, errorTable } from '../errors.ts'
import { measurementSchema } from '../timing/schema.ts'
import type { Results } from './results.ts'

const verdict = z.enum(['pass', 'fail', 'warn', 'skip', 'inconclusive', 'error'])
const severity = z.enum(['critical', 'high', 'medium', 'low', 'info'])
const count = z.int().nonnegative()
const milliseconds = z.number().nonnegative()

const exchange = z.strictObject({
  request: z.strictObject({ method: z.string(), text: z.string() }),
  response: z
    .strictObject({
      status: z.int(),
      reason: z.string(),
      fields: z.array(z.tuple([z.string(), z.string()]).readonly()).readonly(),
      body: z.string(),
      bodyBytes: count,
    })
    .optional(),
  failure: z
    .strictObject({
      kind: z.enum(['unreachable', 'reset', 'closed', 'timeout', 'not-http', 'too-large']),
      detail: z.string(),
    })
    .optional(),
  startedAt: milliseconds,
  durationMs: milliseconds,
})

const vector = z.strictObject({
  vector: z.string(),
  verdict,
  expected: z.array(z.string()).readonly(),
  received: z.string().optional(),
  notes: z.array(z.string()).readonly().optional(),
  severity,
  exchanges: z.array(exchange).readonly(),
  measurement: measurementSchema.exactOptional(),
})

const finding = z.strictObject({
  id: z.string(),
  check: z.templateLiteral([z.string(), '/', z.string()]),
  title: z.string(),
  level: z.enum(['MUST', 'SHOULD', 'MAY', 'security']),
  severity,
  spec: z.array(z.strictObject({ document: z.string(), section: z.string(), url: z.url().optional() })).readonly(),
  fix: z.string(),
  verdict,
  reason: z.string().optional(),
  vectors: z.array(vector).readonly(),
})

/** The schema of `results.json`; `docs/results.schema.json` is generated from it. */
export const resultsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tool: z.strictObject({ name: z.literal('auth-conformance'), version: z.string() }),
  startedAt: z.iso.datetime(),
  durationMs: milliseconds,
  requests: count,
  target: z.strictObject({ url: z.url(), method: z.string(), channel: z.string(), credential: z.string() }),
  rerun: z.string(),
  stop: z
    .strictObject({ code: z.enum(Object.keys(errorTable) as ErrorCode[]), message: z.string(), next: z.string() })
    .optional(),
  interrupted: z.boolean(),
  summary: z.strictObject({
    pass: count,
    fail: count,
    warn: count,
    skip: count,
    inconclusive: count,
    error: count,
    executed: count,
    vectors: count,
  }),
  system: z.strictObject({ id: z.string(), about: z.string() }).optional(),
  findings: z
    .array(finding.extend({ opinion: z.enum(['spec', 'documented']), notPromised: z.string().optional() }))
    .readonly(),
}) satisfies z.ZodType<unknown, unknown>

/** Fails to compile when the schema promises less or more than the type. */
export const parseResults = (value: unknown): Results =>
  resultsSchema.parse(value) as z.infer<typeof resultsSchema> as Results
