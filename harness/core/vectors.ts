import { setImmediate as turn } from 'node:timers/promises'
import { advisory } from '../expect/access.ts'
import type { CheckInput, VectorCheck } from '../model/check.ts'
import type { Declared } from '../model/condition.ts'
import type { Attempt, Vectors } from '../model/expectation.ts'
import type { TargetConfig } from '../model/target-config.ts'
import { holds, isDeclared } from '../template/condition.ts'
import { combinations } from '../template/lists.ts'
import { attemptRenderer } from '../template/render.ts'
import { renderText, renderValue } from '../template/template.ts'
import { valuesFor } from '../template/values.ts'
import { composeAttempt, type Message } from './compose.ts'

type Vectored = Pick<VectorCheck, 'vectors' | 'expect'>

/** A vector with what it came from: two of the same definition are meant to be sent twice. */
interface Rendered {
  readonly name: string
  readonly attempt: Attempt
  definition(): string
  readonly changesCredential: boolean
}

/**
 * The vectors of a check as they are sent to a target. Of vectors that are data those are left out which do not apply
 * to the target, come out as the same request as an earlier one, or present the valid credential after all.
 */
export async function vectorsOf(check: Vectored, input: CheckInput): Promise<Vectors> {
  if (typeof check.vectors === 'function') return check.vectors(input)
  const definitions = Object.entries(check.vectors).filter(([, attempt]) => applies(attempt, input.config))
  const rendered = await Promise.all(
    definitions.map(([name, attempt]) => renderEach(name, withExpectations(check, attempt, input.config), input)),
  )
  return Object.fromEntries(distinct(rendered.flat(), input).map(({ name, attempt }) => [name, attempt]))
}

const applies = ({ when = {} }: Attempt, config: TargetConfig): boolean => holds(when, config)

async function isDeclaredFor({ unlessDeclared }: Attempt, input: CheckInput): Promise<boolean> {
  if (unlessDeclared === undefined) return false
  const declared = renderValue(unlessDeclared, await valuesFor(unlessDeclared, input)) as Declared | undefined
  return declared !== undefined && isDeclared(declared, input.config, input.issuer)
}

const withExpectations = (check: Vectored, attempt: Attempt, config: TargetConfig): Attempt =>
  attempt.warnWhen && holds(attempt.warnWhen, config)
    ? { ...attempt, expect: (attempt.expect ?? check.expect).map(advisory) }
    : attempt

const listsOf = ({ forEach = [] }: Attempt) => (typeof forEach === 'string' ? [forEach] : forEach)

async function renderEach(name: string, attempt: Attempt, input: CheckInput): Promise<readonly Rendered[]> {
  const items = combinations(listsOf(attempt), input)
  if (items.length === 0 || (await isDeclaredFor(attempt, input))) return []
  const { expect: _, when: __, unlessDeclared: ___, warnWhen: ____, ...template } = attempt
  const { token, forge, authorization } = template
  const changesCredential = token !== undefined || forge !== undefined || authorization !== undefined
  const render = await attemptRenderer(attempt, input)
  const nameValues = await valuesFor(name, input)
  const rendered: Rendered[] = []
  for (const item of items) {
    await turn()
    const attempt = await render(item)
    if (!attempt) continue
    const definition = () => JSON.stringify([template, item])
    rendered.push({
      name: String(renderText(name, { ...nameValues, ...item })),
      attempt,
      definition,
      changesCredential,
    })
  }
  return rendered
}

/** What goes over the wire. */
function requestOf(attempt: Attempt, { config, target, token }: CheckInput): Message {
  const { token: own, jwt } = attempt
  // A recipe stands for its token, which is another one each time.
  return composeAttempt(attempt, config, target, own ?? (jwt ? JSON.stringify(jwt) : token))
}

const keyOf = (message: Message): string => JSON.stringify(message)

/** For any order of the fields: the credential may stand among the others. */
function isSame(one: Message, other: Message): boolean {
  const { fields } = one
  if (fields.length !== other.fields.length || !fields.every((line) => other.fields.includes(line))) return false
  return keyOf({ ...one, fields: fields.toSorted() }) === keyOf({ ...other, fields: other.fields.toSorted() })
}

function distinct(vectors: readonly Rendered[], input: CheckInput): readonly Rendered[] {
  const valid = requestOf({}, input)
  const seen = new Map<string, Rendered>()
  return vectors.filter((vector) => {
    const message = requestOf(vector.attempt, input)
    if (vector.changesCredential && isSame(message, valid)) return false
    const request = keyOf(message)
    const earlier = seen.get(request) ?? vector
    seen.set(request, earlier)
    return earlier === vector || earlier.definition() === vector.definition()
  })
}
