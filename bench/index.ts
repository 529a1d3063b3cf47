/** `npm run bench`: every speed goal as a ratio within one run. Ends with 1 when one is missed. */
import { benchEngine } from './engine.ts'
import { benchFullRun } from './full-run.ts'
import { benchIdp } from './idp/index.ts'
import { report } from './report.ts'
import { benchStartUp } from './start-up.ts'

process.exitCode = report([
  ...(await benchEngine()),
  ...(await benchFullRun()),
  ...(await benchStartUp()),
  ...(await benchIdp()),
])
