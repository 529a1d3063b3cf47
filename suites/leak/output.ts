import { randomBytes } from 'node:crypto'
import { asvs, cwe, defineCheck, rfc } from '../../harness/define.ts'
import { neverWritten } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { endpointsOf } from '../../harness/oauth-client/login-endpoints.ts'

/** A prefix of up to eleven characters may name a credential to its owner; more of it is a part of it. */
const window = 12

/** What a server writes reaches us a little after its answer. */
const settleMs = 300

/** Of a JWT only the signature is no constant text; of anything else a part that nothing else is like. */
const telling = (token: string): string => (token.split('.').length === 3 ? (token.split('.')[2] ?? '') : token)

/** A credential that nobody has, with a mark to find it by. */
const fresh = (mark: string): string => `${mark}${randomBytes(18).toString('base64url')}`

/** A value that must not be written, and the attempt that carries it. */
interface Carried {
  readonly value: string
  readonly attempt: Attempt
}

/** Sends each, waits for the output to follow, and looks for the values. */
async function lookFor(context: RunContext, carried: Readonly<Record<string, Carried>>) {
  // Other checks put credentials where many servers log them: what those wrote shows nothing here.
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
    title: 'writes no credential to its output',
    level: 'security',
    severity: 'high',
    spec: [asvs('16.2.5'), rfc(6750, '5.3'), rfc(9700, '4.9.2'), cwe(532)],
    needs: ['started', 'credential'],
    exclusive: true,
    fix: 'Log who was admitted, by the name of the credential or the subject; leave the Authorization field, cookies and bodies out.',
    knownIncidents: 'Debug lines with all fields of a request; failed logins with the password that was tried.',
    sends:
      'The valid credential, and wrong ones in every place where a client may put them, each with a mark of its own.',
    passes: 'writes no twelve characters of them, in no spelling',
    async run(context) {
      const { token, unknownToken, config } = context
      const [form, other, password] = [fresh('form'), fresh('other'), fresh('basic')]
      const [key, session, tried] = [fresh('key'), fresh('cookie'), fresh('login')]
      const basic = Buffer.from(`user:${password}`).toString('base64')
      const { login } = config.features
      await lookFor(context, {
        'the valid credential': { value: telling(token), attempt: {} },
        'a wrong credential': { value: telling(unknownToken), attempt: { token: unknownToken } },
        'the valid credential at a path of nothing': {
          value: telling(token),
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
    title: 'writes no credential that came in a URL to its output',
    level: 'SHOULD',
    severity: 'medium',
    spec: [asvs('14.2.1'), rfc(9110, '17.9'), rfc(9700, '4.3.2')],
    needs: ['started', 'credential'],
    exclusive: true,
    fix: 'Leave the query out of access logs, or mask the values of access_token, token, api_key, code and password.',
    knownIncidents: 'Access logs that write the whole request line, as most do unless told otherwise.',
    sends:
      'A mark as access_token, token, api_key, code and password in the query, at the protected path and at one of nothing.',
    passes: 'does not write the marks',
    async run(context) {
      const names = ['access_token', 'token', 'api_key', 'code', 'password']
      const rows = names.flatMap((name): readonly (readonly [string, Carried])[] => {
        const value = fresh('here')
        const nowhere = fresh('nowhere')
        return [
          [`${name} at the protected path`, { value, attempt: { authorization: [], query: `${name}=${value}` } }],
          [
            `${name} at a path of nothing`,
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
  return { 'an expired token': { value: telling(token), attempt: { token } } }
}
