import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { configFileIn } from '../../config/file-names.ts'
import { ConformanceError } from '../../errors.ts'
import type { Io } from '../io.ts'
import { createAsk } from './ask.ts'
import { renderConfig } from './file.ts'
import { type Answers, questions } from './questions.ts'

const file = 'conformance.config.ts'

/** Asks, writes, and says what to do next. Resolves to the exit code. */
export async function init(io: Io, { force }: { readonly force: boolean }): Promise<number> {
  const present = force ? undefined : configFileIn(io.cwd)
  if (present !== undefined) {
    throw new ConformanceError('USAGE', `There is a ${present} already.`, {
      next: 'Edit it, or let --force write conformance.config.ts anew.',
    })
  }
  const ask = createAsk(io)
  try {
    const answers: Answers = {}
    for (const question of questions) answers[question.key] = await ask(question, answers)
    await writeFile(resolve(io.cwd, file), renderConfig(answers))
    io.stdout.write(`Wrote ${file}.\n${nextStep(answers)}`)
    return 0
  } finally {
    ask.close()
  }
}

function nextStep({ kind, credential = '', command = '' }: Answers): string {
  const run = 'npx auth-conformance'
  if (kind !== 'jwt') return `Next:  export ${credential}=…  and  ${run}\n`
  return command === ''
    ? `Next:  ${run}  prints the issuer that your server must trust, and waits until it does.\n`
    : `Next:  ${run}  (see "env" in the file: the variables from which your server reads whom to trust)\n`
}
