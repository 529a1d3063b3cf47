import { z } from 'zod'
import { dialectNames } from '../../mock-idp/dialects/dialect.ts'
import { featureSchemas } from '../features/index.ts'
import { formatNames } from '../report/formats.ts'
import { isPointer } from '../wire/json-pointer.ts'
import { parseDuration } from './duration.ts'
import { reports } from './reports.ts'

/** Algorithms that the mock issuer can sign with (RFC 7518 §3.1, RFC 8037 §3.1). */
const algorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
] as const

// Every `error` completes "… takes …".
const text = (error: string) => z.string({ error }).min(1, { error })
const word = (error: string) => z.string({ error }).regex(/^[\w!#$%&'*+.^`|~-]+$/, { error })
const texts = (error: string) => z.array(z.string({ error }), { error })
const flag = z.boolean({ error: 'true or false' })
const count = (least: number, most: number) => {
  const error = `a whole number from ${least} to ${most}`
  return z.int({ error }).min(least, { error }).max(most, { error })
}
const duration = z
  .string({ error: 'a duration such as 30s, 500ms or 2m' })
  .transform(parseDuration)
  .refine((ms) => ms !== undefined && ms <= 3_600_000, { error: 'a duration such as 30s, 500ms or 2m' })
  .transform((ms) => ms ?? 0)
const fieldLine = z
  .string({ error: "field lines such as 'X-Tenant: a'" })
  .regex(/^[\w!#$%&'*+.^`|~-]+:[^\r\n\0]*$/, { error: "field lines such as 'X-Tenant: a'" })
const name = text('the name of an environment variable, such as API_TOKEN')

const channel = z.strictObject({
  field: word('the name of a request field, such as X-API-Key'),
  scheme: z.string({ error: "a scheme such as Bearer, or '' for none" }),
})

const accepts = z.strictObject({
  schemes: texts('a list of schemes').optional(),
  fields: texts('a list of names of request fields').optional(),
  query: texts('a list of names of query parameters').optional(),
  issuers: texts('a list of issuer identifiers').optional(),
  audiences: texts('a list of audiences').optional(),
  critical: texts('a list of names of header parameters').optional(),
  singleAudienceOnly: flag.optional(),
  idTokens: flag.optional(),
  firstAuthorizationWins: flag.optional(),
})

/** A command that prints a token, run again when the token is about to expire. */
const token = z.strictObject({
  command: text('a command line that prints a token'),
  refreshBefore: duration.optional(),
})

const rejectionError =
  '{ body: /UNAUTHENTICATED/ }, or { pointer: "/errors/0/extensions/code", equals: "UNAUTHENTICATED" }'

/** What a rejection looks like where the status does not tell it. */
const rejection = z.union(
  [
    z.strictObject({ body: z.union([z.string().min(1), z.instanceof(RegExp)]) }),
    z.strictObject({
      pointer: z.string().refine(isPointer),
      equals: z.union([z.string(), z.number(), z.boolean(), z.null()]),
    }),
  ],
  { error: rejectionError },
)

/**
 * Keys of the configuration file; all but `channel`, `accepts`, `browsers`, `token`, `signIn`, `open`, `issuerKeys`, `issuerDialects` and the features are flags too. `signIn`:
 * the credential is the access token of the feature `login`. `open`: the target is meant to accept every request.
 * `issuerKeys`: algorithms of all keys that the issuer publishes, for a target whose real one has no others.
 * `issuerDialects`: APIs of other products that the issuer also offers, for a target that uses them.
 */
const targetSchema = z
  .strictObject({
    $schema: z.string().optional(),
    system: text('the name of a documented system, such as mcp-front'),
    target: text('a URL such as http://127.0.0.1:8000/me'),
    method: word('a method such as POST'),
    data: z.string({ error: 'the text of a request body' }),
    header: z.array(fieldLine, { error: "a list of field lines such as 'X-Tenant: a'" }),
    rejectedStatus: z.literal([403, 404], { error: '403 or 404' }),
    rejection,
    browsers: z.literal('redirect', { error: 'redirect' }),
    image: text('the name of a container image'),
    port: count(1, 65_535),
    exec: text('a command line such as "node server.js"'),
    /** `true` hands on the value of our own environment. */
    env: z.record(z.string(), z.union([z.string(), z.literal(true)], { error: 'texts by name' }), {
      error: 'texts by name',
    }),
    wait: duration,

    tokenEnv: name,
    tokenFile: text('the path of a file, or - for standard input'),
    tokenCmd: text('a command line that prints a token'),
    token,
    apiKeyEnv: name,
    signIn: flag,
    jwksUrl: z.url({ protocol: /^https?$/, error: 'an http or https URL' }),
    jwksFile: text('the path of a file with a JWK Set'),
    open: flag,
    apiKeyHeader: word('the name of a request field, such as X-API-Key'),
    scheme: word('a scheme such as Bearer'),
    channel,
    accepts,
    ...featureSchemas,

    audience: z.union([text('the audience that the target requires'), z.literal(false)], {
      error: 'the audience that the target requires, or false where tokens have none',
    }),
    algorithms: z.array(z.enum(algorithms, { error: `some of ${algorithms.join(', ')}` })).min(1),
    subject: text('a subject'),
    scope: text('scope names separated by spaces'),
    claim: z.record(z.string(), z.unknown(), { error: 'values by name' }),
    clientId: text('a client identifier'),
    tokenProfile: z.enum(['jwt', 'rfc9068', 'mcp'], { error: 'jwt, rfc9068 or mcp' }),
    issuerDialects: z.array(z.enum(dialectNames, { error: `some of ${dialectNames.join(', ')}` })).min(1),
    issuerKeys: z.array(z.enum(algorithms, { error: `some of ${algorithms.join(', ')}` })).min(1),
    issuerPort: count(0, 65_535),
    issuerHost: text('an address to listen on, such as 0.0.0.0'),
    issuerUrl: text('a URL such as http://host.docker.internal:9400'),

    /** Modules of suites of your own, relative to this file. */
    suites: texts('paths of modules that export a suite, such as ./my-suite.ts'),
    name: texts('names of targets of the configuration file'),
    only: texts('ids such as bearer or claims/exp-required'),
    ca: text('the path of a file with certificates in PEM'),
    timeout: duration,
    concurrency: count(1, 1000),
    maxDuration: duration,
    allowRemoteBursts: flag,
    timing: flag,
    timingBudget: duration.refine((ms) => ms >= 1000, { error: 'a duration of 1s at least, such as 30s' }),
    timingResolution: count(1, 1_000_000_000),
    timingRemote: flag,
    timingRaw: flag,
    strict: flag,
    /** `false`: no results.json is written unless `report` names json. */
    results: flag,
    report: reports,
    format: z.enum(formatNames, { error: `one of ${formatNames.join(', ')}` }),
    verbose: flag,
  })
  .partial()

const targetName = z.string().regex(/^[\w.-]+$/, { error: 'names of letters, digits, dots and hyphens' })

/** A configuration file: settings, and where there are several targets what each has of its own. */
export const configSchema = targetSchema.extend({
  targets: z
    .record(targetName, targetSchema.omit({ $schema: true }), { error: 'settings by the names of the targets' })
    .optional(),
})

/** What a configuration file holds. */
export type ConfigInput = z.input<typeof configSchema>
/** Settings of flags or of a file, read: durations in milliseconds. */
export type Settings = z.output<typeof targetSchema>

/** A whole file, read. */
export type FileSettings = z.output<typeof configSchema>
