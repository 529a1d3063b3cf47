import type { Condition, Repeat, Step } from '../../model/flow.ts'
import { escapeBody } from '../../wire/escape.ts'

/** Long values say no more than their beginning. */
const shown = 120

/** The steps of a flow for people, one a line, each followed by what must hold. */
export const describeFlow = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap((step, index) => {
    const texts = 'expect' in step ? (step.expect ?? []).map(({ text }) => text) : []
    return [escapeBody(`${index + 1}. ${describeStep(step)}`), ...texts.map((text) => `   ${text}`)]
  })

interface Details {
  readonly do: string
  readonly as?: string
  readonly if?: Condition
  readonly required?: true
  readonly expect?: unknown
  readonly evidence?: unknown
}

/** One step in a line, such as `exchange "a second use": the code of "a first use"`. */
function describeStep(step: Step): string {
  const { do: kind, as, if: condition, required, expect: _, evidence: __, ...details } = step as Details
  const name = kind === 'judge' ? '' : kind.replaceAll('-', ' ')
  const head = [name, as === undefined ? '' : JSON.stringify(as)].filter((part) => part !== '').join(' ')
  const parts = Object.entries(details).map(([field, value]) => phrases[field]?.(value) ?? `${field} ${textOf(value)}`)
  const whole = [head || 'together', parts.join(', ')].filter((part) => part !== '').join(': ')
  return [
    whole,
    ...(condition ? [` if ${describeCondition(condition)}`] : []),
    ...(required ? [' (required)'] : []),
  ].join('')
}

/** How a field of a step is said, where its name and value do not say it. */
const phrases: Readonly<Record<string, (value: unknown) => string>> = {
  attempt: textOf,
  code: (step) => `the code of "${step}"`,
  session: (step) => `the session of "${step}"`,
  client: (client) => (client === 'other' ? 'as the other client' : `as the client with ${textOf(client)}`),
  to: (endpoint) => `at the ${String(endpoint).replaceAll('_', ' ')}`,
  sentIn: (place) => `sent ${place === 'json' ? 'as JSON' : place === 'query' ? 'in the query' : 'without content'}`,
  atOnce: (times) => `${times} times at once`,
  forEach: (name) => `for each of {${name}}`,
  repeat: (repeat) => describeRepeat(repeat as Repeat),
  ms: (ms) => `${ms} ms`,
  plus: (ms) => `and ${ms} ms more`,
  atMost: (ms) => `at most ${ms} ms`,
  leaveOut: (member) => `without the ${member}`,
  inQuery: (method) => `in the query, by ${method}`,
  retryThrottled: () => 'not sent again when it is throttled',
}

const describeRepeat = ({ times, within, until }: Repeat): string =>
  [
    `${times} times one after the other`,
    ...(within === undefined ? [] : [`within ${within} ms`]),
    ...(until === undefined ? [] : [`until it is ${until}`]),
  ].join(', ')

function textOf(value: unknown): string {
  // Quoted where it would not be seen, such as a blank.
  const isPlain = typeof value === 'string' && /^[!-~]([ -~]*[!-~])?$/.test(value)
  const text = isPlain ? value : JSON.stringify(value)
  return text.length <= shown ? text : `${text.slice(0, shown)}… (${text.length} characters)`
}

const describeCondition = ({ given = [], missing = [], equal = {}, includes = {}, atMost = {} }: Condition): string =>
  [
    ...[given].flat().map((name) => `there is {${name}}`),
    ...[missing].flat().map((name) => `there is no {${name}}`),
    ...Object.entries(equal).map(([name, value]) => `{${name}} is ${value}`),
    ...Object.entries(includes).map(([name, value]) => `{${name}} includes ${value}`),
    ...Object.entries(atMost).map(([name, most]) => `{${name}} is at most ${most}`),
  ].join(' and ')
