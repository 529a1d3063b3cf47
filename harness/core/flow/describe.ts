import type { Condition, Step } from '../../model/flow.ts'

/** Long values say no more than their beginning. */
const shown = 120

/** The steps of a flow for people, one a line, each followed by what must hold. */
export const describeFlow = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap((step, index) => {
    const texts = 'expect' in step ? (step.expect ?? []).map(({ text }) => text) : []
    return [`${index + 1}. ${describeStep(step)}`, ...texts.map((text) => `   ${text}`)]
  })

/** One step in a line, such as `exchange "a second use" of the code of "first"; required`. */
export function describeStep(step: Step): string {
  const { do: kind, as, if: condition, required, expect: _, evidence: __, ...details } = step as Details
  const parts = Object.entries(details).map(([name, value]) => `${name} ${textOf(value)}`)
  return [
    `${kind.replaceAll('-', ' ')}${as === undefined ? '' : ` "${as}"`}${parts.length === 0 ? '' : `: ${parts.join('; ')}`}`,
    ...(condition ? [`only if ${describeCondition(condition)}`] : []),
    ...(required ? ['required'] : []),
  ].join('; ')
}

interface Details {
  readonly do: string
  readonly as?: string
  readonly if?: Condition
  readonly required?: true
  readonly expect?: unknown
  readonly evidence?: unknown
}

function textOf(value: unknown): string {
  // Quoted where it would not be seen, such as a blank.
  const isPlain = typeof value === 'string' && /^[!-~]([ -~]*[!-~])?$/.test(value)
  const text = isPlain ? value : JSON.stringify(value)
  return text.length <= shown ? text : `${text.slice(0, shown)}… (${text.length} characters)`
}

const describeCondition = ({ given = [], missing = [], equal = {}, includes = {}, atMost = {} }: Condition): string =>
  [
    ...[given].flat().map((name) => `${name} is given`),
    ...[missing].flat().map((name) => `${name} is not given`),
    ...Object.entries(equal).map(([name, value]) => `${name} is ${value}`),
    ...Object.entries(includes).map(([name, value]) => `${name} includes ${value}`),
    ...Object.entries(atMost).map(([name, most]) => `${name} is at most ${most}`),
  ].join(' and ')
