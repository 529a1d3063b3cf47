import { asvs, cwe, defineCheck, rfc } from '../../harness/define.ts'
import { neverWritten } from '../../harness/expect/index.ts'
import { randomText } from '../../harness/forge/random-text.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { endpointsOf } from '../../harness/oauth-client/login-endpoints.ts'

/** Up to eleven characters may identify a credential to its owner. */
const window = 12

/** Milliseconds that output may take to reach us after an answer. */
const settleMs = 300

/** The part of a credential that occurs nowhere else: the signature of a JWT, or the whole. */
const uniquePart = (token: string): string => (token.split('.').length === 3 ? (token.split('.')[2] ?? '') : token)

/** A credential that nobody issued. */
const fresh = (prefix: string): string => `${prefix}${randomText(24)}`

/** A value that must not be written, and the attempt that carries it. */
interface Carried {
  readonly value: string
  readonly attempt: Attempt
}

/** Sends each attempt, waits for the output, and looks for the values. */
async function lookFor(context: RunContext, carried: Readonly<Record<string, Carried>>) {
  // Output about earlier checks may still arrive.
  await context.pause(settleMs)
  const output = context.output.fromNow()
  const sent: (readonly [string, string, Observed])[] = []
  for (const [vector, { value, attempt }] of Object.entries(carried)) {
    sent.push([vector, value, await context.send(vector, attempt)])
  }
  await context.pause(settleMs)
  for (const [vector, value, observed] of sent) {
    context.expect(vector, output, [neverWritten(value, window)], [observed])
  }
}

export const outputChecks: readonly Check[] = [
  defineCheck({
    id: 'leak/credential-not-in-logs',
    title: 'must not write credentials to its output',
    level: 'security',
    severity: 'high',
    spec: [asvs('16.2.5'), rfc(6750, '5.3'), rfc(9700, '4.9.2'), cwe(532)],
    needs: ['started', 'credential'],
    exclusive: true,
    fix: 'Log the name of the credential or the subject; leave the Authorization field, cookies and bodies out.',
    knownIncidents: 'Debug lines with all fields of a request; failed logins with the password that was tried.',
    sends: 'The valid credential, and unknown ones in every place where a client may put them, each different.',
    passes: 'must not write twelve or more successive characters of them, in any encoding',
    because: 'It reads the output of the process, which no vector has.',
    async run(context) {
      const { token, unknownToken, config } = context
      const [form, other, password] = [fresh('form'), fresh('other'), fresh('basic')]
      const [key, session, tried] = [fresh('key'), fresh('cookie'), fresh('login')]
      const basic = Buffer.from(`user:${password}`).toString('base64')
      const { login } = config.features
      await lookFor(context, {
        'the valid credential': { value: uniquePart(token), attempt: {} },
        'an unknown credential': { value: uniquePart(unknownToken), attempt: { token: unknownToken } },
        'the valid credential at a path that does not exist': {
          value: uniquePart(token),
          attempt: { path: '/conformance-nothing', method: 'GET' },
        },
        'an ill-formed credential': {
          value: form,
          attempt: { authorization: [`Bearer ${form} ${form}`] },
        },
        'another scheme': { value: other, attempt: { authorization: [`Custom ${other}`] } },
        'a password in Basic': { value: password, attempt: { authorization: [`Basic ${basic}`] } },
        'an API key': { value: key, attempt: { authorization: [], fields: [`X-API-Key: ${key}`] } },
        'a cookie': {
          value: session,
          attempt: { authorization: [], fields: [`Cookie: session=${session}`] },
        },
        ...(config.credential.kind === 'jwt' && (await expired(context))),
        ...(login && {
          'a password': { value: tried, attempt: endpointsOf(config).logIn({ password: tried }) },
        }),
      })
    },
  }),
  defineCheck({
    id: 'leak/query-redacted',
    title: 'should not write credentials from URLs to its output',
    level: 'SHOULD',
    severity: 'medium',
    spec: [asvs('14.2.1'), rfc(9110, '17.9'), rfc(9700, '4.3.2')],
    needs: ['started', 'credential'],
    exclusive: true,
    fix: 'Leave the query out of access logs, or mask the values of access_token, token, api_key, code and password.',
    knownIncidents: 'Access logs that write the whole request line, as most do unless told otherwise.',
    sends:
      'Random values as access_token, token, api_key, code and password in the query, at the protected path and at one that does not exist.',
    passes: 'should not write the values to its output',
    because: 'It reads the output of the process, which no vector has.',
    async run(context) {
      const names = ['access_token', 'token', 'api_key', 'code', 'password']
      const rows = names.flatMap((name): readonly (readonly [string, Carried])[] => {
        const value = fresh('here')
        const nowhere = fresh('nowhere')
        return [
          [`${name} at the protected path`, { value, attempt: { authorization: [], query: `${name}=${value}` } }],
          [
            `${name} at a path that does not exist`,
            {
              value: nowhere,
              attempt: { authorization: [], path: `/conformance-nothing?${name}=${nowhere}`, method: 'GET' },
            },
          ],
        ]
      })
      await lookFor(context, Object.fromEntries(rows))
    },
  }),
]

async function expired({ mint }: RunContext): Promise<Readonly<Record<string, Carried>>> {
  const token = await mint({ claims: { exp: 1_000_000_000 } })
  return { 'an expired token': { value: uniquePart(token), attempt: { token } } }
}
