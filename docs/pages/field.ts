import type { ExpectedFinding } from '../../fixtures/field/expected.ts'
import type { FieldServer } from '../../fixtures/field/servers.ts'
import { checkLink } from './checks.ts'
import { code, page, plain, table } from './markdown.ts'

export interface FieldEvidence {
  readonly servers: readonly FieldServer[]
  readonly expectedFindings: Readonly<Record<string, Readonly<Record<string, ExpectedFinding>>>>
  /** Versions of the packages, by name. */
  readonly versions: Readonly<Record<string, string>>
}

/** What the suites find on real frameworks, and why. */
export function fieldPage({ servers, expectedFindings, versions }: FieldEvidence): string {
  return page('fixtures/field/', 'Field servers', [
    'Real servers, written as the documents of their libraries tell a user to. `npm run test:field` runs all suites on each\nand compares: a finding more or less than these fails.',
    table(
      ['server', 'fails', 'warns'],
      servers.map(({ id }) => [`[${id}](#${id})`, count(id, 'fail'), count(id, 'warn')]),
    ),
    ...servers.flatMap(block),
  ])

  function count(server: string, verdict: ExpectedFinding['verdict']): string {
    return String(Object.values(expectedFindings[server] ?? {}).filter((finding) => finding.verdict === verdict).length)
  }

  function block({ id, about, packages }: FieldServer): readonly string[] {
    const findings = Object.entries(expectedFindings[id] ?? {})
    const pinned = packages.map((name) => code(versions[name] === undefined ? name : `${name} ${versions[name]}`))
    return [
      `## ${id}`,
      `${plain(about)} Packages: ${pinned.join(', ')}.`,
      findings.length === 0
        ? 'No findings.'
        : table(
            ['finding', 'verdict', 'vectors', 'because'],
            findings.map(([finding, expected]) => row(finding, expected)),
          ),
    ]
  }
}

function row(finding: string, { verdict, vectors, because }: ExpectedFinding): readonly string[] {
  const check = finding.replace(/\/crash$/, '')
  const crash = finding === check ? '' : ` ${code('/crash')}`
  return [`${checkLink(check, 'checks/')}${crash}`, verdict, String(vectors), plain(because)]
}
