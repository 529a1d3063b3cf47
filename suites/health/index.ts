import { apiTop10, asvs, cwe, defineCheck, defineSuite } from '../../harness/define.ts'
import { bodyTellsNoSecret, notDisclosed, status, weighing } from '../../harness/expect/index.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'

const healthOf = ({ features }: TargetConfig): string => features.health?.path ?? '/health'

const open = [weighing('low', status(200, 204)), bodyTellsNoSecret()] as const

export const health = defineSuite({
  id: 'health',
  title: 'Health endpoint',
  about: 'Open to everybody, and to nothing else.',
  checks: [
    defineCheck({
      id: 'health/open-and-minimal',
      title: 'answers the health endpoint to everybody alike, and tells no secret there',
      level: 'security',
      severity: 'high',
      spec: [asvs('13.4.5'), asvs('13.4.6'), apiTop10(8)],
      needs: ['health'],
      fix: 'Answer the health endpoint before authentication, with a status and nothing that came from the configuration.',
      knownIncidents:
        'Probes that restarted a healthy server because its health endpoint wanted a token; pages that printed the environment.',
      vectors: ({ unknownToken, config }) => {
        const path = healthOf(config)
        return {
          'no credential': { path, authorization: [], method: 'GET' },
          'the valid credential': { path, method: 'GET' },
          'a wrong credential': { path, token: unknownToken, method: 'GET' },
          'an ill-formed credential': { path, authorization: ['Bearer'], method: 'GET' },
        }
      },
      expect: open,
    }),
    defineCheck({
      id: 'health/no-prefix-bypass',
      title: 'opens the health endpoint and no path that looks like it',
      level: 'security',
      severity: 'critical',
      spec: [apiTop10(5), asvs('4.1.3'), cwe(22)],
      needs: ['credential', 'health'],
      fix: 'Exempt the one route, after the path was normalised; never by a prefix or a substring of the URL.',
      knownIncidents:
        'Middlewares that skipped every URL with /health in it, the query included (CVE-2025-54576 is of that kind).',
      vectors: ({ target, config }) => {
        const health = healthOf(config)
        const protectedPath = target.pathname
        const paths = {
          'through the health endpoint': `${health}/..${protectedPath}`,
          'through the health endpoint, the slash encoded': `${health}/..%2f${protectedPath.slice(1)}`,
          'through the health endpoint, both slashes encoded': `${health}%2f..%2f${protectedPath.slice(1)}`,
          'through the health endpoint, two slashes': `/${health}/..${protectedPath}`,
          'through the health endpoint in upper case': `${health.toUpperCase()}/..${protectedPath}`,
          'in the query': `${protectedPath}?${health}`,
          'in a parameter of the query': `${protectedPath}?next=${health}`,
          'in the fragment': `${protectedPath}#${health}`,
          'behind a semicolon': `${protectedPath};${health}`,
          'below the protected path': `${protectedPath}${health}`,
          'with a letter more': `${health}x`,
        }
        return Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, { path, authorization: [] }]))
      },
      expect: [notDisclosed()],
    }),
  ],
})
