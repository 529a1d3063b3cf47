import type { ExpectedFinding, FieldServer } from '../../fixtures/field/field-server.ts'
import type { Language } from '../../fixtures/field/languages.ts'
import { checkLink } from './checks.ts'
import { code, page, plain, table } from './markdown.ts'

export interface FieldEvidence {
  readonly servers: readonly FieldServer[]
  /** Versions of the packages, by language and name. */
  readonly versions: Readonly<Record<Language, Readonly<Record<string, string>>>>
}

/** What the suites find on real frameworks, and why. */
export function fieldPage({ servers, versions }: FieldEvidence): string {
  return page('fixtures/field/', 'Field servers', [
    'Real servers, written as the documents of their libraries tell a user to. `npm run test:field` runs all suites on each\nand compares: a finding more or less than these fails.',
    table(
      ['server', 'language', 'fails', 'warns'],
      servers.map((server) => [
        `[${server.id}](#${server.id})`,
        server.language,
        count(server, 'fail'),
        count(server, 'warn'),
      ]),
    ),
    ...servers.flatMap(block),
  ])

  function block({ id, about, language, packages, only, findings }: FieldServer): readonly string[] {
    const pinned = packages.map((name) => {
      const version = versions[language][name]
      return code(version === undefined ? name : `${name} ${version}`)
    })
    const ran = only ? ` Run here: the gate and ${only.map(code).join(', ')}.` : ''
    const rows = Object.entries(findings)
    return [
      `## ${id}`,
      `${plain(about)} Packages: ${pinned.join(', ')}.${ran}`,
      rows.length === 0
        ? 'No findings.'
        : table(
            ['finding', 'verdict', 'vectors', 'because'],
            rows.map(([finding, expected]) => row(finding, expected)),
          ),
    ]
  }
}

const count = ({ findings }: FieldServer, verdict: ExpectedFinding['verdict']): string =>
  String(Object.values(findings).filter((finding) => finding.verdict === verdict).length)

function row(finding: string, { verdict, vectors, because }: ExpectedFinding): readonly string[] {
  const check = finding.replace(/\/crash$/, '')
  const crash = finding === check ? '' : ` ${code('/crash')}`
  return [`${checkLink(check, 'checks/')}${crash}`, verdict, String(vectors), plain(because)]
}
