import type { Block } from '../../model/measurement.ts'

/** The arms of a measurement: two halves of the left kind, then two of the right one. */
export type Arm = 0 | 1 | 2 | 3

/** Durations of the shots of one block, by arm. */
export type Shots = readonly [left: number[], left: number[], right: number[], right: number[]]

export const noShots = (): Shots => [[], [], [], []]

export function addShots(all: Shots, more: Shots): void {
  for (const [arm, durations] of all.entries()) durations.push(...(more[arm] ?? []))
}

/**
 * The mean of the fastest quarter, of one value at least. What delays a shot on its way never makes it faster, so the
 * fast ones say most about the work that was done.
 */
export function fastestQuarter(durations: readonly number[]): number {
  const fastest = durations.toSorted((left, right) => left - right).slice(0, Math.max(1, durations.length >> 2))
  return fastest.reduce((sum, value) => sum + value, 0) / fastest.length
}

/** Each kind is cut at a quarter of its own: a common limit would hide part of what it is made slower by. */
export function summarise([left, otherLeft, right, otherRight]: Shots): Block {
  const halves = [left, otherLeft, right, otherRight].map(fastestQuarter)
  const [first = 0, second = 0, third = 0, fourth = 0] = halves
  return {
    left: fastestQuarter([...left, ...otherLeft]),
    right: fastestQuarter([...right, ...otherRight]),
    control: (second - first + (fourth - third)) / 2,
  }
}
