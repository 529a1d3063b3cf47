import type { Mutant } from '../../fixtures/mutants/mutant.ts'
import type { Variant } from '../../fixtures/support/variant.ts'
import type { Suite } from '../../harness/model/check.ts'
import { checkLink } from './checks.ts'
import { code, link, page, plain, table } from './markdown.ts'

export interface Evidence {
  readonly suites: readonly Suite[]
  readonly references: readonly Variant[]
  readonly mutants: readonly Mutant[]
  readonly benignVariants: readonly Variant[]
}

/** Every broken server and the findings that catch it, and every correct one, on which no check may fail. */
export function killMatrixPage({ suites, references, mutants, benignVariants }: Evidence): string {
  const ids: readonly string[] = suites.flatMap(({ checks }) => checks.map(({ id }) => id))
  const killed = new Set(mutants.flatMap(({ kills }) => kills.map(checkOf)))
  const alive = ids.filter((id) => !killed.has(id))
  return page('fixtures/', 'Kill matrix', [
    intro,
    [
      `- ${mutants.length} mutants; ${ids.length - alive.length} of ${ids.length} checks catch at least one.`,
      `- Checks without a mutant: ${alive.length === 0 ? 'none' : alive.map(linked).join(', ')}.`,
      `- ${references.length} references and ${benignVariants.length} benign variants, on which nothing fails.`,
    ].join('\n'),
    ...suites.flatMap((suite) => mutantBlock(suite, mutants)),
    '## Correct servers',
    'References pass everything. Benign variants are correct but different: nothing fails on them.',
    table(['server', 'what is different', 'warnings'], [...references, ...benignVariants].map(correctRow)),
  ])
}

const intro = `A mutant is a correct server with one deliberate mistake. ${link(code('fixtures/support/mutation-tests.ts'), '../fixtures/support/mutation-tests.ts')} starts each one and
runs all suites against it; it fails unless exactly these findings fail, so the lists cannot go stale. A finding that
ends in ${code('/crash')} says that access was rejected, but by a crash.`

const checkOf = (finding: string): string => finding.replace(/\/crash$/, '')

const linked = (id: string): string => checkLink(id, 'checks/')

const findingLink = (finding: string): string =>
  finding === checkOf(finding) ? linked(finding) : `${linked(checkOf(finding))} ${code('/crash')}`

function mutantBlock({ id, title }: Suite, mutants: readonly Mutant[]): readonly string[] {
  const own = mutants.filter((mutant) => mutant.id.startsWith(`${id}-`))
  if (own.length === 0) return []
  const explained = own.some(({ differs }) => differs !== undefined)
  const rows = own.map((mutant) => [
    code(mutant.id),
    plain(mutant.about),
    mutant.kills.length === 0 ? 'nothing' : mutant.kills.map(findingLink).join(', '),
    ...(explained ? [plain(mutant.differs ?? '')] : []),
  ])
  const head = ['mutant', 'what is broken', 'caught by', ...(explained ? ['more or less than expected, because'] : [])]
  return [`## ${plain(title)}`, table(head, rows)]
}

const correctRow = ({ id, about, warns = [] }: Variant): readonly string[] => [
  code(id),
  plain(about),
  warns.map(findingLink).join(', '),
]
