import { apiTop10, asvs, cwe, defineCheck, rfc } from '../../harness/define.ts'
import { notDisclosed } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'

const encoded = (letter = ''): string => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`

/** Other spellings of a path that a router, a proxy or a file system may take for the same. */
const spellings = (path: string, origin: string): Readonly<Record<string, string>> => {
  const [, rest = ''] = /^\/(.*)$/s.exec(path) ?? []
  return {
    'two slashes': `/${path}`,
    'a dot segment': `/.${path}`,
    'a detour': `/x/..${path}`,
    'a slash at the end': `${path}/`,
    'a dot at the end': `${path}/.`,
    'a parameter of the segment': `${path};v=1`,
    'a parameter before the end': `${path};.css`,
    'an encoded slash at the end': `${path}%2f`,
    'its first letter encoded': `/${encoded(rest[0])}${rest.slice(1)}`,
    'an encoded null character': `${path}%00`,
    'an encoded space': `${path}%20`,
    'the suffix .json': `${path}.json`,
    'the suffix .css': `${path}.css`,
    'a file below': `${path}/x.css`,
    'in upper case': path.toUpperCase(),
    'with a query': `${path}?x`,
    'with a query that names a style': `${path}?x=.css`,
    'with a query that names the health endpoint': `${path}?next=/health`,
    'an encoded question mark': `${path}%3fx`,
    'with a fragment': `${path}#`,
    'a backslash': `\\${rest}`,
    'the absolute form': `${origin}${path}`,
    'the absolute form of another host': `http://other.example${path}`,
    'through the health endpoint': `/health/..${path}`,
    'through an open path, the slash encoded': `/open/..%2f${rest}`,
  }
}

export const pathChecks: readonly Check[] = [
  defineCheck({
    id: 'http/path-normalisation',
    title: 'asks for a credential however the path is spelled',
    level: 'security',
    severity: 'critical',
    spec: [rfc(9112, '3.2'), asvs('4.1.3'), apiTop10(5), cwe(22)],
    needs: [],
    fix: 'Decide about access by the route that was matched, or by the path as your router normalises it, never by raw text.',
    knownIncidents:
      'CVE-2025-54576 (exempt routes were matched against path and query); parameters after a semicolon; suffixes of static files.',
    vectors: ({ target }) =>
      Object.fromEntries(
        Object.entries(spellings(target.pathname, target.origin)).map(([name, path]) => [
          name,
          { path, authorization: [] },
        ]),
      ),
    expect: [notDisclosed()],
  }),
]
