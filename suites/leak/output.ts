import { asvs, cwe, defineCheck, rfc } from '../../harness/define.ts'
import { credentialNeverWritten } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { Condition, Step } from '../../harness/model/flow.ts'

/** Up to eleven characters may identify a credential to its owner. */
const window = 12

/** Milliseconds that output may take to reach us after an answer. */
const settle = 300

/** A request that carries a credential, which must not be written. */
interface Carried {
  /** The name of the credential in references. */
  readonly credential: string
  readonly if?: Condition
  /** Makes the credential. */
  readonly made?: Step
  readonly request: Attempt | { readonly do: 'log-in'; readonly password: string }
}

/** Sends each request, waits for the output, and looks for the credentials. */
function lookForEach(carried: Readonly<Record<string, Carried>>): readonly Step[] {
  const rows = Object.entries(carried).map(([name, one]) => ({
    ...one,
    name,
    request: `request with ${name}`,
    condition: one.if && { if: one.if },
    sent: one.request,
  }))
  return [
    ...rows.flatMap(({ made, condition }) => (made ? [{ ...made, ...condition } as Step] : [])),
    { do: 'watch-output', as: 'output' },
    ...rows.map(
      ({ sent, request, condition }): Step =>
        'do' in sent
          ? { ...sent, as: request, ...condition }
          : { do: 'send', as: request, ...condition, attempt: sent },
    ),
    { do: 'wait', ms: settle },
    ...rows.map(
      ({ name, request, credential, condition }): Step => ({
        do: 'output',
        as: name,
        ...condition,
        since: '{output}',
        expect: [credentialNeverWritten(credential, window)],
        evidence: [request],
      }),
    ),
  ]
}

/** A credential that nobody issued, in a request. */
const unknown = (as: string, request: Carried['request'], condition?: Condition): Carried => ({
  made: { do: 'make-secret', as, length: 28 },
  credential: `${as}.text`,
  request,
  ...(condition && { if: condition }),
})

const nowhere = { path: '/conformance-nothing', method: 'GET' } as const

const credentials: Readonly<Record<string, Carried>> = {
  'the valid credential': { credential: 'token', request: {} },
  'an unknown credential': { credential: 'unknownToken', request: { token: '{unknownToken}' } },
  'the valid credential at a path that does not exist': { credential: 'token', request: nowhere },
  'an ill-formed credential': unknown('twice', { authorization: ['Bearer {twice.text} {twice.text}'] }),
  'another scheme': unknown('custom', { authorization: ['Custom {custom.text}'] }),
  'a password in Basic': unknown('basic', { authorization: ['Basic {basic.text|basic-of-user}'] }),
  'an API key': unknown('key', { authorization: [], fields: ['X-API-Key: {key.text}'] }),
  'a cookie': unknown('session', { authorization: [], fields: ['Cookie: session={session.text}'] }),
  'an expired token': {
    made: { do: 'mint', as: 'expired', recipe: { claims: { exp: 1_000_000_000 } } },
    if: { equal: { 'credential.minted': true } },
    credential: 'expired.token',
    request: { token: '{expired.token}' },
  },
  'a password': unknown('tried', { do: 'log-in', password: '{tried.text}' }, { given: 'login' }),
}

const queryNames = ['access_token', 'token', 'api_key', 'code', 'password']

const inQuery: Readonly<Record<string, Carried>> = Object.fromEntries(
  queryNames.flatMap((name): readonly [string, Carried][] => [
    [
      `${name} at the protected path`,
      unknown(`${name} here`, { authorization: [], query: `${name}={${name} here.text}` }),
    ],
    [
      `${name} at a path that does not exist`,
      unknown(`${name} nowhere`, {
        ...nowhere,
        authorization: [],
        path: `${nowhere.path}?${name}={${name} nowhere.text}`,
      }),
    ],
  ]),
)

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
    flows: { credentials: lookForEach(credentials) },
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
    flows: { 'credentials in the query': lookForEach(inQuery) },
  }),
]
