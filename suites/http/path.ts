import { apiTop10, asvs, cwe, defineCheck, rfc } from '../../harness/define.ts'
import { notDisclosed } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

const anonymous = (path: string): Attempt => ({ path, authorization: [] })

export const pathChecks: readonly Check[] = [
  defineCheck({
    id: 'http/path-normalisation',
    title: 'must require a credential however the path is spelled',
    level: 'security',
    severity: 'critical',
    spec: [rfc(9112, '3.2'), asvs('4.1.3'), apiTop10(5), cwe(22)],
    needs: [],
    fix: 'Decide about access by the route that was matched, or by the path as your router normalises it, never by raw text.',
    knownIncidents:
      'CVE-2025-54576 (exempt routes were matched against path and query); parameters after a semicolon; suffixes of static files.',
    // Spellings that a router, a proxy or a file system may take for the same path.
    vectors: {
      'two slashes': anonymous('/{target.path}'),
      'a dot segment': anonymous('/.{target.path}'),
      'a detour': anonymous('/x/..{target.path}'),
      'a slash at the end': anonymous('{target.path}/'),
      'a dot at the end': anonymous('{target.path}/.'),
      'a parameter of the segment': anonymous('{target.path};v=1'),
      'a parameter before the end': anonymous('{target.path};.css'),
      'an encoded slash at the end': anonymous('{target.path}%2f'),
      'its first letter encoded': anonymous('/{target.path|without-first|first-percent-encoded}'),
      'an encoded null character': anonymous('{target.path}%00'),
      'an encoded space': anonymous('{target.path}%20'),
      'the suffix .json': anonymous('{target.path}.json'),
      'the suffix .css': anonymous('{target.path}.css'),
      'a file below': anonymous('{target.path}/x.css'),
      'in upper case': anonymous('{target.path|uppercase}'),
      'with a query': anonymous('{target.path}?x'),
      'with a query that names a style': anonymous('{target.path}?x=.css'),
      'with a query that names the health endpoint': anonymous('{target.path}?next=/health'),
      'an encoded question mark': anonymous('{target.path}%3fx'),
      'with a fragment': anonymous('{target.path}#'),
      'a backslash': anonymous('\\{target.path|without-first}'),
      'the absolute form': anonymous('{target.origin}{target.path}'),
      'the absolute form of another host': anonymous('http://other.example{target.path}'),
      'through the health endpoint': anonymous('/health/..{target.path}'),
      'through an open path, the slash encoded': anonymous('/open/..%2f{target.path|without-first}'),
    },
    expect: [notDisclosed()],
  }),
]
