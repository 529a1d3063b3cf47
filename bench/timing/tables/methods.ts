import { type Alarms, alarmsOf, methods, type Recording, shifted } from '../../../fixtures/timing/methods.ts'
import { type Order, orders } from '../../../fixtures/timing/orders.ts'
import { nodeTimingSafeEqual, pythonCompareDigest } from '../../../fixtures/timing/servers.ts'
import { markdownTable, shareText } from '../markdown.ts'
import { readShots } from '../probes.ts'

/** Cases of the table of honesty whose shots are kept. */
export const recordedCases: readonly string[] = [nodeTimingSafeEqual.id, pythonCompareDigest.id]

const shifts = [10, 20, 50, 100]

export interface MethodOptions {
  /** Labels that are drawn for each recording in an order that is drawn; other orders have one. */
  readonly relabellings: number
  /** The same, for each shift. */
  readonly relabellingsOfShift: number
  tell(line: string): void
}

/** False alarms of all methods on the same recordings by the order of labels, and what they find of an injected shift. */
export function methodsTable(folder: string, { relabellings, relabellingsOfShift, tell }: MethodOptions): string {
  const alarms = tally()
  const found = tally()
  for (const id of recordedCases) {
    for (const [index, recording] of [...readShots(folder, id)].entries()) {
      tell(`methods  ${id}  recording ${index + 1}`)
      for (const [name, order] of Object.entries<Order>(orders)) {
        const count = name === 'permuted' ? relabellings : 1
        for (let turn = 0; turn < count; turn++) alarms.add(name, alarmsWith(recording, order, 0))
      }
      for (const shift of shifts) {
        for (let turn = 0; turn < relabellingsOfShift; turn++) {
          found.add(`${id}, ${shift} ns`, alarmsWith(recording, orders.permuted, shift))
        }
      }
    }
  }
  return [
    markdownTable([['false alarms by the order of labels', ...methods], ...alarms.rows()]),
    markdownTable([['found of an injected shift, permuted', ...methods], ...found.rows()]),
  ].join('\n\n')
}

function alarmsWith(recording: Recording, order: Order, shift: number): Alarms {
  const arms = order(recording.durations.length, Math.random)
  return alarmsOf(shift === 0 ? recording : shifted(recording, arms, shift), arms)
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
          return said.length === 0 ? 'says nothing' : shareText(said.filter(Boolean).length, said.length)
        }),
      ]),
  }
}
