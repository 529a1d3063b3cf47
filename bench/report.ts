import type { Measured } from './ratio.ts'

const met = ({ ratio, atMost = Number.POSITIVE_INFINITY, atLeast = 0 }: Measured): boolean =>
  ratio <= atMost && ratio >= atLeast

const goal = ({ atMost, atLeast }: Measured): string => (atMost === undefined ? `>= ${atLeast}` : `<= ${atMost}`)

/** Prints a line for each figure; answers the exit code, 1 when a goal is missed. */
export const report = (measured: readonly Measured[]): 0 | 1 => {
  for (const one of measured) {
    const line = [one.ratio.toFixed(2).padStart(6), goal(one).padEnd(8), met(one) ? 'met   ' : 'MISSED', one.name]
    console.log(`${line.join('  ')}  (${one.medians}; ${one.detail})`)
  }
  return measured.every(met) ? 0 : 1
}
