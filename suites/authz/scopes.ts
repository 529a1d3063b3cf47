import { asvs, cwe, defineCheck, oauth21, rfc } from '../../harness/define.ts'
import { accessAccepted, accessRejected } from '../../harness/expect/index.ts'
import type { Check, CheckInput } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

const rowsOf = ({ config }: CheckInput) => config.features.scopes ?? []

type Row = ReturnType<typeof rowsOf>[number]

const nameOf = ({ method, path }: Row): string => `${method} ${path}`

const granted = ({ method, path }: Row, scope: unknown): Attempt => ({
  path,
  method,
  jwt: { claims: { scope } },
})

const ungranted = ({ method, path }: Pick<Row, 'path'> & { readonly method: string }): Attempt => ({
  path,
  method,
  jwt: { withoutClaims: ['scope'] },
  expect: [accessRejected()],
})

/** Scopes that a careless comparison takes for another one. */
const nearMisses = (scope: string): Readonly<Record<string, unknown>> => ({
  'with letters more': `${scope}er`,
  'with a part more': `${scope}:other`,
  'with a letter before': `x${scope}`,
  'inside another word': `no${scope}access`,
  ...(scope.toUpperCase() !== scope && { 'in upper case': scope.toUpperCase() }),
  'before a comma': `${scope},other`,
  'before a tab': `${scope}\tother`,
  'before a null character': `${scope}\u0000`,
  'an asterisk': '*',
  'a number': 1,
  'an object': { [scope]: true },
})

export const scopeChecks: readonly Check[] = [
  defineCheck({
    id: 'authz/scope-enforced',
    title: 'asks each request for the scope that it needs',
    level: 'MUST',
    severity: 'critical',
    spec: [oauth21('5.2'), asvs('10.3.2'), rfc(9700, '2.3'), rfc(9068, '4')],
    needs: ['issuer', 'scopes'],
    fix: 'Look the needed scope up by route, refuse where none is listed, and answer 403 with insufficient_scope.',
    knownIncidents: 'APIs that only authenticate; tokens without a scope that were taken for tokens with all.',
    vectors: (input) => {
      const rows = rowsOf(input)
      const all = [...new Set(rows.map(({ scope }) => scope))]
      const methods = [...new Set(rows.map(({ method }) => method))]
      const vectors = rows.flatMap((row): readonly [string, Attempt][] => [
        ...all.map((scope): [string, Attempt] => [
          `${nameOf(row)} with ${scope}`,
          { ...granted(row, scope), expect: [scope === row.scope ? accessAccepted() : accessRejected()] },
        ]),
        [`${nameOf(row)} with all`, { ...granted(row, all.join(' ')), expect: [accessAccepted()] }],
        [`${nameOf(row)} without scope`, ungranted(row)],
        [`${nameOf(row)} with an empty scope`, { ...granted(row, ''), expect: [accessRejected()] }],
      ])
      const paths = [...new Set(rows.map(({ path }) => path))]
      const unlisted = paths.flatMap((path) =>
        ['HEAD', 'PATCH']
          .filter((method) => !methods.includes(method as Row['method']))
          .map((method): [string, Attempt] => [`${method} ${path} without scope`, ungranted({ method, path })]),
      )
      return Object.fromEntries([...vectors, ...unlisted])
    },
    expect: [],
  }),
  defineCheck({
    id: 'authz/scope-matching',
    title: 'compares scopes word by word',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(6749, '3.3'), rfc(9068, '2.2.3'), cwe(697)],
    needs: ['issuer', 'scopes'],
    fix: 'Split the claim at spaces and look for the word; refuse a claim of another type.',
    knownIncidents: '"read" in "spread": a substring search in the text of the claim.',
    vectors: (input) => {
      const [row] = rowsOf(input)
      if (!row) return {}
      return Object.fromEntries(
        Object.entries(nearMisses(row.scope)).map(([name, scope]) => [`${row.scope} ${name}`, granted(row, scope)]),
      )
    },
    expect: [accessRejected()],
  }),
]
