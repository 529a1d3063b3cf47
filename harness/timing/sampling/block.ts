import type { Block } from '../../model/measurement.ts'

/** The two groups of requests that are compared. */
export type Group = 'left' | 'right'

/** Halves of the groups: 0 and 1 of the left group, 2 and 3 of the right one. The halves of a group are the control. */
export type Subgroup = 0 | 1 | 2 | 3

export const subgroups: readonly Subgroup[] = [0, 1, 2, 3]

export const groupOf = (subgroup: Subgroup): Group => (subgroup < 2 ? 'left' : 'right')

/** Durations of the probes of one block, by subgroup. */
export type Durations = readonly [left: number[], left: number[], right: number[], right: number[]]

export const noDurations = (): Durations => [[], [], [], []]

export function addDurations(all: Durations, more: Durations): void {
  for (const [subgroup, durations] of all.entries()) durations.push(...(more[subgroup] ?? []))
}

/**
 * The mean of the fastest quarter, of one value at least. Delays on the way only ever add to a duration, so the fast
 * probes say most about the work that the target did.
 */
export function fastestQuarter(durations: readonly number[]): number {
  const fastest = durations.toSorted((left, right) => left - right).slice(0, Math.max(1, durations.length >> 2))
  return fastest.reduce((sum, value) => sum + value, 0) / fastest.length
}

/** Each group is cut at its own quarter: a common limit would hide part of the difference between them. */
export function summarise([left, otherLeft, right, otherRight]: Durations): Block {
  const halves = [left, otherLeft, right, otherRight].map(fastestQuarter)
  const [first = 0, second = 0, third = 0, fourth = 0] = halves
  return {
    left: fastestQuarter([...left, ...otherLeft]),
    right: fastestQuarter([...right, ...otherRight]),
    control: (second - first + (fourth - third)) / 2,
  }
}
