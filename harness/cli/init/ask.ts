import { createInterface } from 'node:readline'
import { ConformanceError } from '../../errors.ts'
import type { Io } from '../io.ts'
import type { Answers, Question } from './questions.ts'

export interface Ask {
  /** @throws {ConformanceError} `USAGE` after three answers that will not do, or one from a file */
  (question: Question, before: Answers): Promise<string>
  close(): void
}

const triesAtMost = 3

/** Asks on standard error and reads lines of standard input; an empty line, or none any more, takes the default. */
export function createAsk({ stdin, stderr }: Pick<Io, 'stdin' | 'stderr'>): Ask {
  const reader = createInterface({ input: stdin })
  const lines = reader[Symbol.asyncIterator]()
  const ask = async ({ text, usual, check }: Question, before: Answers): Promise<string> => {
    const standby = usual(before)
    for (let tries = 1; ; tries++) {
      stderr.write(`${text(before)}${standby === '' ? '' : ` [${standby}]`}: `)
      const { value, done } = await lines.next()
      if (done) stderr.write('\n')
      const answer = check(String(done ? '' : value).trim() || standby)
      if ('good' in answer) return answer.good
      stderr.write(`${answer.bad}\n`)
      if (done || tries === triesAtMost || !stderr.isTerminal) {
        throw new ConformanceError('USAGE', answer.bad, { next: 'Run conformance init again.' })
      }
    }
  }
  return Object.assign(ask, { close: () => reader.close() })
}
