import { styleText } from 'node:util'
import { vectorsOf } from '../../core/vectors.ts'
import { ConformanceError } from '../../errors.ts'
import type { Check, CheckInput, VectorCheck } from '../../model/check.ts'
import type { Attempt } from '../../model/expectation.ts'
import { comparisonLines } from './comparison-lines.ts'
import { flowLines } from './flow-lines.ts'
import { needsOf } from './needs.ts'
import type { ExplainOptions } from './options.ts'
import { requestLines, validRequest } from './request-lines.ts'
import { sampleFor } from './sample.ts'

/** Vectors that are shown without `--all`. */
const defaultVectors = 12

export async function renderExplanation(check: Check, options: ExplainOptions): Promise<string> {
  const bold = (text: string) => (options.color ? styleText('bold', text, { validateStream: false }) : text)
  const { id, title, level, severity, spec, fix, knownIncidents } = check
  const lines = [
    `${bold(id)}  ${level}, ${severity}`,
    `The server ${title}.`,
    ...spec.map(({ document, section, url }) => `  ${`${document} ${section}`.trim()}  ${url ?? ''}`.trimEnd()),
    '',
    `${bold('Needs')}     ${await needsOf(check)}`,
    ...(await sendsLines(check, options, bold)),
    ...('passes' in check ? ['', `${bold('Expected')}  ${check.passes}`] : []),
    ...('expect' in check ? ['', `${bold('Expected')}  ${expected(check.expect) || 'as each request shows'}`] : []),
    ...('expectAll' in check && check.expectAll
      ? [`          all vectors together: ${expected(check.expectAll)}`]
      : []),
    ...(knownIncidents === undefined ? [] : [`${bold('Incidents')} ${knownIncidents}`]),
    `${bold('Fix')}       ${fix}`,
    '',
  ]
  return lines.join('\n')
}

async function sendsLines(check: Check, options: ExplainOptions, bold: (text: string) => string) {
  if ('vectors' in check) return vectorLines(check, options, bold)
  if ('flows' in check) return flowLines(check, options, bold)
  if ('compare' in check) return comparisonLines(check, bold)
  return ['', `${bold('Sends')}     ${check.sends}`]
}

const expected = (expectations: readonly { readonly text: string }[]): string =>
  expectations.map(({ text }) => text).join('; ')

async function vectorLines(
  check: VectorCheck,
  { all, only }: ExplainOptions,
  bold: (text: string) => string,
): Promise<readonly string[]> {
  const input = await sampleFor(check, { allFeatures: all })
  const vectors = await vectorsOf(check, input)
  const entries = Object.entries(vectors).filter(([name]) => only === undefined || name === only)
  if (entries.length === 0) {
    throw new ConformanceError('USAGE', `${check.id} has no vector ${JSON.stringify(only)}.`, {
      next: `It has ${Object.keys(vectors).join(' · ')}.`,
    })
  }
  const some = all ? entries : entries.slice(0, defaultVectors)
  const blocks = await Promise.all(some.map(([name, attempt]) => vectorBlock(name, attempt, input)))
  const left = entries.slice(some.length).map(([name]) => name)
  return [
    '',
    `${bold('Valid')}     must be accepted before and after; this credential is an example`,
    ...(await requestLines(validRequest, input)).map((line) => `    ${line}`),
    '',
    `${bold('Sends')}`,
    ...blocks.flat(),
    ...(left.length === 0 ? [] : [`  … and ${left.length} more (--all shows them): ${left.join(' · ')}`]),
  ]
}

async function vectorBlock(name: string, attempt: Attempt, input: CheckInput): Promise<readonly string[]> {
  const lines = await requestLines(attempt, input)
  const expectedHere = attempt.expect ? [`    expected: ${expected(attempt.expect)}`] : []
  return [`  [${name}]`, ...lines.map((line) => `    ${line}`), ...expectedHere]
}
