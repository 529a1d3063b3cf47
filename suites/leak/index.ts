import { apiTop10, asvs, cwe, defineCheck, defineSuite, rfc } from '../../harness/define.ts'
import { bodyTellsNoSecret, canaryAbsent, credentialAbsent, tellsNoInternals } from '../../harness/expect/index.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { outputChecks } from './output.ts'

/** So much of a made-up credential that nothing else is like it. */
const tail = (token: string): string => token.slice(-24)

export const leak = defineSuite({
  id: 'leak',
  title: 'Leakage',
  about: 'No answer repeats a credential or tells what the server knows, and no log either.',
  checks: [
    defineCheck({
      id: 'leak/response-echo',
      title: 'repeats no credential in an answer',
      level: 'security',
      severity: 'high',
      spec: [asvs('16.5.1'), rfc(9110, '9.3.8'), asvs('13.4.4'), cwe(209)],
      needs: ['credential'],
      fix: 'Say that the credential is not valid, without it; leave the input out of validation errors, and turn TRACE off.',
      knownIncidents: 'Validation errors that repeat what was sent; debug pages with all request fields.',
      vectors: ({ unknownToken, config }) => {
        const canary = tail(unknownToken)
        const json = 'Content-Type: application/json'
        const unseen: Pick<Attempt, 'expect'> = { expect: [canaryAbsent(canary)] }
        return {
          'the valid credential': {},
          'TRACE with the valid credential': { method: 'TRACE' },
          'a wrong credential': { token: unknownToken, ...unseen },
          'a wrong credential, a path of nothing': { token: unknownToken, path: '/conformance-nothing', ...unseen },
          'a wrong credential as another scheme': { authorization: [`Custom ${unknownToken}`], ...unseen },
          'a wrong credential in the query': { authorization: [], query: `access_token=${unknownToken}`, ...unseen },
          'a wrong credential in a cookie': { authorization: [], fields: [`Cookie: token=${unknownToken}`], ...unseen },
          'a password in a body': {
            authorization: [],
            method: 'POST',
            ...(config.features.write && { path: config.features.write.path }),
            body: `{"password":"${canary}"`,
            fields: [json],
            ...unseen,
          },
        }
      },
      expect: [credentialAbsent()],
    }),
    defineCheck({
      id: 'leak/no-secret-material',
      title: 'tells no secret in any answer to a request that it refuses',
      level: 'security',
      severity: 'critical',
      spec: [asvs('16.5.1'), cwe(209)],
      needs: ['credential'],
      fix: 'Answer errors with a fixed text; what was expected, configured or thrown belongs in the log, without secrets.',
      knownIncidents:
        'CVE-2019-7644 (an error told the expected signature), CVE-2022-29266 (an error told the HMAC secret).',
      sends: 'Nothing of its own: it reads every answer of the run that is an error.',
      appliesTo: ({ exchange }) => (exchange.response?.status ?? 0) >= 400,
      expect: [bodyTellsNoSecret()],
    }),
    defineCheck({
      id: 'leak/no-stack-traces',
      title: 'shows nothing of its code in an answer to a request that it refuses',
      level: 'security',
      severity: 'medium',
      spec: [asvs('16.5.1'), asvs('13.4.2'), apiTop10(8)],
      needs: [],
      fix: 'Turn debug pages off, and answer errors with a fixed text; the exception belongs in the log.',
      knownIncidents:
        'Debug pages of frameworks in production, with settings and source; exceptions as error_description.',
      sends: 'Nothing of its own: it reads every answer of the run that is an error.',
      appliesTo: ({ exchange }) => (exchange.response?.status ?? 0) >= 400,
      expect: [tellsNoInternals()],
    }),
    ...outputChecks,
  ],
})
