import { needsOf } from '../../harness/cli/explain/needs.ts'
import type { Check } from '../../harness/model/check.ts'
import { code, link, plain, table } from './markdown.ts'
import { textsOf, type Vector, vectorsOf } from './sends.ts'

/** One check: what must hold, why, what is sent, what passes, and how to mend a server that fails. */
export async function checkSection(check: Check): Promise<string> {
  const { id, title, level, severity, spec, knownIncidents, fix } = check
  const sections = spec.map(({ document, section, url }) => {
    const name = plain(`${document} ${section}`.trim())
    return url === undefined ? name : link(name, url)
  })
  return [
    `## ${id}`,
    `The server ${plain(title)}.`,
    [
      `- **Level** ${level}, severity ${severity}`,
      `- **Asked for by** ${sections.join(', ')}`,
      `- **Needs** ${plain(await needsOf(check))}`,
      ...passes(check).map((text) => `- **Passes** if the server${plain(text)}`),
      ...(knownIncidents === undefined ? [] : [`- **Seen** ${plain(knownIncidents)}`]),
      `- **Fix** ${plain(fix)}`,
    ].join('\n'),
    'vectors' in check ? vectorBlock(await vectorsOf(check)) : `**Sends** ${plain(check.sends)}`,
  ].join('\n\n')
}

const passes = (check: Check): readonly string[] => [
  ...('passes' in check ? [` ${check.passes}`] : []),
  ...('expect' in check ? [` ${textsOf(check.expect).join('; ') || 'answers each request as the table says'}`] : []),
  ...('expectAll' in check && check.expectAll
    ? [`, over all its answers, ${textsOf(check.expectAll).join('; ')}`]
    : []),
]

/** A table where there is something to see, else the names alone. */
function vectorBlock(vectors: readonly Vector[]): string {
  const count = vectors.length === 1 ? '**Sends** 1 vector' : `**Sends** ${vectors.length} vectors`
  const own = vectors.some(({ must }) => must.length > 0)
  if (!own && vectors.every(({ sends }) => sends === '')) {
    return `${count}: ${vectors.map(({ name }) => code(name)).join(' · ')}`
  }
  const rows = vectors.map(({ name, sends, must }) => [
    code(name),
    sends === '' ? '' : code(sends),
    ...(own ? [plain(must.join('; '))] : []),
  ])
  return `${count}.\n\n${table(['vector', 'sends', ...(own ? ['must, instead'] : [])], rows)}`
}
