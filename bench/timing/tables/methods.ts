import { type Alarms, alarmsOf, methods, type Recording, shifted } from '../../../fixtures/timing/methods.ts'
import { type Order, orders } from '../../../fixtures/timing/orders.ts'
import { nodeTimingSafeEqual, pythonCompareDigest } from '../../../fixtures/timing/servers.ts'
import { markdownTable, shareText } from '../markdown.ts'
import { readProbes } from '../probes.ts'

/** Cases of the table of honesty whose probes are recorded. */
export const recordedCases: readonly string[] = [nodeTimingSafeEqual.id, pythonCompareDigest.id]

const shifts = [10, 20, 50, 100]

interface MethodOptions {
  /** Assignments for each recording where the order is random; other orders have one. */
  readonly assignments: number
  /** The same, for each shift. */
  readonly assignmentsOfShift: number
  tell(line: string): void
}

/** False alarms of all methods on the same recordings by the order of assignment, and their power for an injected shift. */
export function methodsTable(folder: string, { assignments, assignmentsOfShift, tell }: MethodOptions): string {
  const alarms = tally()
  const found = tally()
  for (const id of recordedCases) {
    for (const [index, recording] of [...readProbes(folder, id)].entries()) {
      tell(`methods  ${id}  recording ${index + 1}`)
      for (const [name, order] of Object.entries<Order>(orders)) {
        const count = name === 'permuted' ? assignments : 1
        for (let turn = 0; turn < count; turn++) alarms.add(name, alarmsWith(recording, order, 0))
      }
      for (const shift of shifts) {
        for (let turn = 0; turn < assignmentsOfShift; turn++) {
          found.add(`${id}, ${shift} ns`, alarmsWith(recording, orders.permuted, shift))
        }
      }
    }
  }
  return [
    markdownTable([['false alarms by the order of assignment', ...methods], ...alarms.rows()]),
    markdownTable([['found of an injected shift, permuted', ...methods], ...found.rows()]),
  ].join('\n\n')
}

function alarmsWith(recording: Recording, order: Order, shift: number): Alarms {
  const assigned = order(recording.durations.length, Math.random)
  return alarmsOf(shift === 0 ? recording : shifted(recording, assigned, shift), assigned)
}

/** Counts alarms of each method, by the name of a row. */
function tally() {
  const all = new Map<string, Alarms[]>()
  return {
    add(name: string, alarms: Alarms) {
      all.set(name, [...(all.get(name) ?? []), alarms])
    },
    rows: () =>
      [...all].map(([name, trials]) => [
        name,
        ...methods.map((method) => {
          const said = trials.flatMap((trial) => trial[method] ?? [])
          return said.length === 0 ? 'not applicable' : shareText(said.filter(Boolean).length, said.length)
        }),
      ]),
  }
}
