import type { Results } from '../model/results.ts'
import type { Cause } from './groups/groups.ts'
import { severityCounts } from './order.ts'
import type { DetailedFinding } from './sentences.ts'

/** Of the findings that were not skipped, the part that must have a verdict for a run to prove much. */
const enough = 2 / 3

/** Findings with a verdict, and all that were not skipped. */
const decidedOf = ({ summary: { pass, fail, warn, inconclusive, error } }: Pick<Results, 'summary'>) => {
  const decided = pass + fail + warn
  return { decided, tried: decided + inconclusive + error }
}

/** Whether fewer than two thirds of the findings that were not skipped have a verdict. */
export const isLittleProven = (results: Pick<Results, 'summary'>): boolean => {
  const { decided, tried } = decidedOf(results)
  return decided < tried * enough
}

/** What a run came to. */
export interface Outcome {
  readonly word: 'FAILED' | 'PASSED' | 'LITTLE PROVEN' | 'NOT TESTED' | 'IN ERROR' | 'INTERRUPTED'
  /** How many causes there are: `2 causes: 1 critical, 1 medium; 3 warnings`. */
  readonly causes: string
  /** Set where little was proven. */
  readonly caution?: string
}

/** Whether it leads to exit code 1: a rule is broken that the document of the system, if any, promises. */
const isFailing = ({ findings }: Cause<DetailedFinding>): boolean =>
  findings.some(({ verdict, notPromised }) => verdict === 'fail' && notPromised === undefined)

/** What a run came to, given its causes. */
export function outcomeOf(results: Results, causes: readonly Cause<DetailedFinding>[]): Outcome {
  const { stop, summary } = results
  const failing = causes.filter(isFailing)
  const { decided, tried } = decidedOf(results)
  const little = isLittleProven(results)
  const parts = [
    ...(failing.length > 0
      ? [`${counted(failing.length, 'cause')}: ${severityCounts(failing.map(({ findings: [worst] }) => worst))}`]
      : []),
    ...(['error', 'fail', 'warn', 'inconclusive'] as const).flatMap((verdict) => {
      const count = causes.filter((cause) => !isFailing(cause) && cause.findings[0].verdict === verdict).length
      return count > 0 ? [words[verdict](count)] : []
    }),
  ]
  return {
    word: wordFor(results, failing.length > 0, little),
    causes: parts.length > 0 ? parts.join('; ') : `${summary.pass} of ${summary.pass} checks`,
    ...(little &&
      !stop && {
        caution: `Little was proven: only ${decided} of ${tried} checks that were not skipped have a verdict.`,
      }),
  }
}

function wordFor({ interrupted, stop, summary }: Results, failed: boolean, little: boolean): Outcome['word'] {
  if (interrupted) return 'INTERRUPTED'
  if (stop) return 'NOT TESTED'
  if (summary.error > 0) return 'IN ERROR'
  if (failed) return 'FAILED'
  return little ? 'LITTLE PROVEN' : 'PASSED'
}

const counted = (count: number, word: string): string => (count === 1 ? `1 ${word}` : `${count} ${word}s`)

const words = {
  error: (count: number) => `${counted(count, 'error')} of our own`,
  fail: (count: number) => `${count} not promised by the document`,
  warn: (count: number) => counted(count, 'warning'),
  inconclusive: (count: number) => `${count} inconclusive`,
} as const
