import { apiTop10, asvs, cwe, defineCheck, defineSuite } from '../../harness/define.ts'
import { noSecretTold, notDisclosed, status, withSeverity } from '../../harness/expect/index.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

const request = { path: '{health.path}', method: 'GET' } as const

const anonymous = (path: string): Attempt => ({ path, authorization: [] })

export const health = defineSuite({
  id: 'health',
  title: 'Health endpoint',
  about: 'The health endpoint needs no credential, and gives access to no other path.',
  checks: [
    defineCheck({
      id: 'health/open-and-minimal',
      title: 'must answer every client alike at the health endpoint, and disclose no secret there',
      level: 'security',
      severity: 'high',
      spec: [asvs('13.4.5'), asvs('13.4.6'), apiTop10(8)],
      needs: ['health'],
      fix: 'Answer the health endpoint before authentication, with a status and no value of the configuration.',
      knownIncidents:
        'Probes that restarted a healthy server because its health endpoint required a token; pages that printed the environment.',
      vectors: {
        'no credential': { ...request, authorization: [] },
        'the valid credential': request,
        'an unknown credential': { ...request, token: '{unknownToken}' },
        'an ill-formed credential': { ...request, authorization: ['Bearer'] },
      },
      expect: [withSeverity('low', status(200, 204)), noSecretTold()],
    }),
    defineCheck({
      id: 'health/no-prefix-bypass',
      title: 'must open the health endpoint only, and no path that looks like it',
      level: 'security',
      severity: 'critical',
      spec: [apiTop10(5), asvs('4.1.3'), cwe(22)],
      needs: ['credential', 'health'],
      fix: 'Exempt the one route, after the path was normalised; never by a prefix or a substring of the URL.',
      knownIncidents:
        'Middlewares that skipped every URL with /health in it, the query included (CVE-2025-54576 is of that kind).',
      vectors: {
        'through the health endpoint': anonymous('{health.path}/..{target.path}'),
        'through the health endpoint, the slash encoded': anonymous('{health.path}/..%2f{target.path|without-first}'),
        'through the health endpoint, both slashes encoded': anonymous(
          '{health.path}%2f..%2f{target.path|without-first}',
        ),
        'through the health endpoint, two slashes': anonymous('/{health.path}/..{target.path}'),
        'through the health endpoint in upper case': anonymous('{health.path|uppercase}/..{target.path}'),
        'in the query': anonymous('{target.path}?{health.path}'),
        'in a parameter of the query': anonymous('{target.path}?next={health.path}'),
        'in the fragment': anonymous('{target.path}#{health.path}'),
        'behind a semicolon': anonymous('{target.path};{health.path}'),
        'below the protected path': anonymous('{target.path}{health.path}'),
        'with a letter more': anonymous('{health.path}x'),
      },
      expect: [notDisclosed()],
    }),
  ],
})
