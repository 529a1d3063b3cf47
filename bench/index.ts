/** `npm run bench`: every speed goal as a ratio within one run. Ends with 1 when one is missed. */
import { benchEngine } from './engine.ts'
import { benchIdp } from './idp.ts'
import type { Measured } from './ratio.ts'
import { benchStartUp } from './start-up.ts'

const met = ({ ratio, atMost = Number.POSITIVE_INFINITY, atLeast = 0 }: Measured): boolean =>
  ratio <= atMost && ratio >= atLeast

const goal = ({ atMost, atLeast }: Measured): string => (atMost === undefined ? `>= ${atLeast}` : `<= ${atMost}`)

const measured = [...(await benchEngine()), ...(await benchStartUp()), ...(await benchIdp())]
for (const one of measured) {
  const line = [one.ratio.toFixed(2).padStart(6), goal(one).padEnd(8), met(one) ? 'met   ' : 'MISSED', one.name]
  console.log(`${line.join('  ')}  (${one.medians}; ${one.detail})`)
}
process.exitCode = measured.every(met) ? 0 : 1
