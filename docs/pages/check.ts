import { needsOf } from '../../harness/cli/explain/needs.ts'
import { describeFlow } from '../../harness/core/flow/describe.ts'
import type { Check, FlowCheck } from '../../harness/model/check.ts'
import type { System } from '../../harness/model/system.ts'
import { code, link, plain, table } from './markdown.ts'
import { textsOf, type Vector, vectorsOf } from './sends.ts'

/** One check: what must hold, why, what is sent, what passes, and how to fix a server that fails. */
export async function checkSection(check: Check, system?: System): Promise<string> {
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
      ...passes(check).map((text) => `- **Expected**${plain(text)}`),
      ...(knownIncidents === undefined ? [] : [`- **Known incidents** ${plain(knownIncidents)}`]),
      `- **Fix** ${plain(fix)}`,
    ].join('\n'),
    await sendsBlock(check, system),
  ].join('\n\n')
}

async function sendsBlock(check: Check, system: System | undefined): Promise<string> {
  if ('vectors' in check) return vectorBlock(await vectorsOf(check, system))
  if ('flows' in check) return flowBlock(check)
  const why = !('because' in check) || check.because === undefined ? '' : ` A program: ${plain(check.because)}`
  return `**Sends** ${plain(check.sends)}${why}`
}

/** The steps of each flow, numbered. */
function flowBlock({ before = [], flows }: FlowCheck): string {
  const sections = [...(before.length === 0 ? [] : [['before all flows', before] as const]), ...Object.entries(flows)]
  const count = Object.keys(flows).length
  const steps = sections.map(([name, steps]) => `[${name}]\n${describeFlow(steps).join('\n')}`)
  return `**Plays** ${count === 1 ? '1 flow' : `${count} flows`}, one after the other.\n\n\`\`\`text\n${steps.join('\n\n')}\n\`\`\``
}

const passes = (check: Check): readonly string[] => [
  ...('passes' in check ? [` ${check.passes}`] : []),
  ...('expect' in check ? [` ${textsOf(check.expect).join('; ') || 'as the table says'}`] : []),
  ...('expectAll' in check && check.expectAll ? [` all vectors together: ${textsOf(check.expectAll).join('; ')}`] : []),
]

/** A table where vectors have data to show, else the names alone. */
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
  return `${count}.\n\n${table(['vector', 'sends', ...(own ? ['expected instead'] : [])], rows)}`
}
