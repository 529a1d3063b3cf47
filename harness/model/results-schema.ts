import { z } from 'zod'
import { type ErrorCode, errorTable } from '../errors.ts'
import { measurementSchema } from './measurement-schema.ts'

// `results.json`, described once: the types of findings and results are derived from these schemas, and
// `docs/results.schema.json` is generated from them.

const object = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.strictObject(shape).readonly()
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly()
const count = z.int().nonnegative()
const milliseconds = z.number().nonnegative()

/** How strongly the cited text asks. `security` is best practice without one normative sentence. */
export const levelSchema = z.enum(['MUST', 'SHOULD', 'MAY', 'security'])

/** What breaking the rule allows, from access without right (`critical`) to a note (`info`). */
export const severitySchema = z.enum(['critical', 'high', 'medium', 'low', 'info'])

/**
 * - `fail`: the rule is broken; `warn`: a SHOULD is broken (`--strict` makes it fail)
 * - `skip`: an optional feature that the configuration does not declare
 * - `inconclusive`: sent, but could not tell (a control failed, answers changed on repetition)
 * - `error`: our own fault
 */
export const verdictSchema = z.enum(['pass', 'fail', 'warn', 'skip', 'inconclusive', 'error'])

export const checkIdSchema = z.templateLiteral([z.string(), '/', z.string()])

const fields = list(z.tuple([z.string(), z.string()]).readonly())

export const requestSchema = object({
  method: z.string(),
  /** The whole request as sent, bytes outside printable ASCII written as `\xNN`. */
  text: z.string(),
})

export const responseSchema = object({
  status: z.int(),
  reason: z.string(),
  fields,
  body: z.string(),
  /** Bytes of the body that were received, before `body` was cut for the record. */
  bodyBytes: count,
})

/**
 * - `unreachable`: no connection; `reset` / `closed`: it ended before a whole answer
 * - `timeout`: nothing whole within the budget; `not-http`: bytes that are no HTTP/1.1 answer; `too-large`: over the cap
 */
export const failureSchema = object({
  kind: z.enum(['unreachable', 'reset', 'closed', 'timeout', 'not-http', 'too-large']),
  detail: z.string(),
})

/** Bytes sent and received, secrets masked where they were recorded. */
export const exchangeSchema = object({
  request: requestSchema,
  response: responseSchema.exactOptional(),
  /** Set when no whole answer came. */
  failure: failureSchema.exactOptional(),
  /** Since the epoch. */
  startedAt: milliseconds,
  durationMs: milliseconds,
})

/** A section of a public document that a check rests on. */
export const specReferenceSchema = object({
  document: z.string(),
  section: z.string(),
  /** Absent for a document without an address of its own. */
  url: z.url().exactOptional(),
})

export const vectorOutcomeSchema = object({
  vector: z.string(),
  verdict: verdictSchema,
  /** Texts of the expectations, as judged. */
  expected: list(z.string()),
  /** What came instead, where something was broken. */
  received: z.string().exactOptional(),
  notes: list(z.string()).exactOptional(),
  severity: severitySchema,
  exchanges: list(exchangeSchema),
  /** Where durations were measured, whatever the verdict. */
  measurement: measurementSchema.exactOptional(),
})

const finding = {
  /** The id of the check, with `/crash` where only a crash kept the request from being accepted. */
  id: z.string(),
  check: checkIdSchema,
  title: z.string(),
  level: levelSchema,
  /** The worst of the broken vectors; that of the check when nothing is broken. */
  severity: severitySchema,
  spec: list(specReferenceSchema),
  fix: z.string(),
  verdict: verdictSchema,
  /** Why it was skipped, inconclusive or in error. */
  reason: z.string().exactOptional(),
  vectors: list(vectorOutcomeSchema),
}

/** The outcome of one check on one target. */
export const findingSchema = object(finding)

/** A finding, and whose opinion it is: that of specifications, or that of the document of the system. */
export const reportedFindingSchema = object({
  ...finding,
  opinion: z.enum(['spec', 'documented']),
  /** Why the document of the system does not promise this rule. Its failure then leads to no exit code 1. */
  notPromised: z.string().exactOptional(),
})

/**
 * What the findings of a group have in common:
 * - `answer`: the same answer, without what differs between equal ones; `failure`: the same way to get none
 * - `concurrent requests`: right when one request at a time is sent; `reason`: the same reason for no verdict
 * - `rule`: nothing; one finding, or what of it no other finding shares
 */
const causeSchema = z.enum(['answer', 'failure', 'concurrent requests', 'reason', 'rule'])

/** Findings with one cause. Each broken vector of a finding that neither passed nor was skipped is in one group. */
export const groupSchema = object({
  cause: causeSchema,
  /** The cause in a line. */
  text: z.string(),
  /** The worst of its findings. */
  verdict: verdictSchema,
  severity: severitySchema,
  /** Ids of findings, and the names of their vectors in this group; none where the whole finding has no vectors. */
  findings: list(object({ id: z.string(), vectors: list(z.string()) })),
})

export const testedTargetSchema = object({
  url: z.url(),
  method: z.string(),
  channel: z.string(),
  /** `API_TOKEN`, or the issuer and audience. */
  credential: z.string(),
})

/** Findings by their verdict. */
const summarySchema = object({
  pass: count,
  fail: count,
  warn: count,
  skip: count,
  inconclusive: count,
  error: count,
  /** Checks that were asked for and ran. */
  executed: count,
  vectors: count,
})

/** Why only the gate was judged. */
export const stopSchema = object({
  code: z.enum(Object.keys(errorTable) as ErrorCode[]),
  message: z.string(),
  next: z.string(),
})

/** Everything that a report may know: what `results.json` holds. Never a secret. */
export const resultsSchema = object({
  /** Raised when a reader of the last version could misread this one. */
  schemaVersion: z.literal(1),
  tool: object({ name: z.literal('auth-conformance'), version: z.string() }),
  /** ISO 8601, in UTC. */
  startedAt: z.iso.datetime(),
  durationMs: milliseconds,
  requests: count,
  target: testedTargetSchema,
  /** The command that repeats the run, secrets named by their environment variables. */
  rerun: z.string(),
  stop: stopSchema.exactOptional(),
  interrupted: z.boolean(),
  summary: summarySchema,
  /** The documented system whose promises were judged, too. */
  system: object({ id: z.string(), about: z.string() }).exactOptional(),
  /** The findings by their cause, the worst first. Absent in results of earlier versions. */
  groups: list(groupSchema).exactOptional(),
  findings: list(reportedFindingSchema),
})
