import { apiTop10, asvs, cwe, defineCheck, defineSuite, rfc } from '../../harness/define.ts'
import { canaryAbsent, noSecretTold } from '../../harness/expect/index.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { credentialAbsent, noInternalsTold } from './expect.ts'
import { outputChecks } from './output.ts'

/** The answer must not hold the end of the credential, which occurs nowhere else. */
const notRepeated: Pick<Attempt, 'lookFor' | 'expect'> = { lookFor: '{unknownToken|last:24}', expect: [canaryAbsent()] }

export const leak = defineSuite({
  id: 'leak',
  title: 'Leakage',
  about: 'Neither answers nor logs hold credentials, secrets or internals of the server.',
  checks: [
    defineCheck({
      id: 'leak/response-echo',
      title: 'must not repeat a credential in an answer',
      level: 'security',
      severity: 'high',
      spec: [asvs('16.5.1'), rfc(9110, '9.3.8'), asvs('13.4.4'), cwe(209)],
      needs: ['credential'],
      fix: 'Say that the credential is invalid without repeating it; leave the input out of validation errors, and turn TRACE off.',
      knownIncidents: 'Validation errors that repeat what was sent; debug pages with all request fields.',
      vectors: {
        'the valid credential': {},
        'TRACE with the valid credential': { method: 'TRACE' },
        'an unknown credential': { token: '{unknownToken}', ...notRepeated },
        'an unknown credential, a path that does not exist': {
          token: '{unknownToken}',
          path: '/conformance-nothing',
          ...notRepeated,
        },
        'an unknown credential under another scheme': { authorization: ['Custom {unknownToken}'], ...notRepeated },
        'an unknown credential in the query': {
          authorization: [],
          query: 'access_token={unknownToken}',
          ...notRepeated,
        },
        'an unknown credential in a cookie': {
          authorization: [],
          fields: ['Cookie: token={unknownToken}'],
          ...notRepeated,
        },
        'a password in a body': {
          authorization: [],
          method: 'POST',
          path: '{write.path}',
          body: '{"password":"{unknownToken|last:24}"',
          fields: ['Content-Type: application/json'],
          ...notRepeated,
        },
      },
      expect: [credentialAbsent()],
    }),
    defineCheck({
      id: 'leak/no-secret-material',
      title: 'must not tell a secret in an error response',
      level: 'security',
      severity: 'critical',
      spec: [asvs('16.5.1'), cwe(209)],
      needs: ['credential'],
      fix: 'Answer errors with a fixed text; what was expected, configured or thrown belongs in the log, without secrets.',
      knownIncidents:
        'CVE-2019-7644 (an error message held the expected signature), CVE-2022-29266 (an error message held the HMAC secret).',
      sends: 'Nothing of its own: it reads every error response of the run.',
      appliesTo: { error: true },
      expect: [noSecretTold()],
    }),
    defineCheck({
      id: 'leak/no-stack-traces',
      title: 'must not show internals in an error response',
      level: 'security',
      severity: 'medium',
      spec: [asvs('16.5.1'), asvs('13.4.2'), apiTop10(8)],
      needs: [],
      fix: 'Turn debug pages off, and answer errors with a fixed text; the exception belongs in the log.',
      knownIncidents:
        'Debug pages of frameworks in production, with settings and source; exceptions as error_description.',
      sends: 'Nothing of its own: it reads every error response of the run.',
      appliesTo: { error: true },
      expect: [noInternalsTold()],
    }),
    ...outputChecks,
  ],
})
