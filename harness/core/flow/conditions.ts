import type { Condition } from '../../model/flow.ts'

/** Whether all of a condition holds; `value` finds what a name stands for. */
export function holds(condition: Condition, value: (name: string) => unknown): boolean {
  const { given = [], missing = [], equal = {}, includes = {}, atMost = {} } = condition
  return (
    [given].flat().every((name) => value(name) !== undefined) &&
    [missing].flat().every((name) => value(name) === undefined) &&
    Object.entries(equal).every(([name, wanted]) => value(name) === wanted) &&
    Object.entries(includes).every(([name, member]) => membersOf(value(name)).includes(member)) &&
    Object.entries(atMost).every(([name, most]) => Number(value(name) ?? Number.NaN) <= most)
  )
}

const membersOf = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value
  return typeof value === 'string' ? value.split(' ') : []
}
