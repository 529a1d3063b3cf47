/** The speed goals of the mock IdP: `node bench/idp/index.ts`, or with the others by `npm run bench`. */
import type { Measured } from '../ratio.ts'
import { report } from '../report.ts'
import { benchFirstToken } from './first-token.ts'
import { benchGrowth } from './memory.ts'
import { benchRates } from './rates.ts'

export const benchIdp = async (): Promise<readonly Measured[]> => [
  ...(await benchFirstToken()),
  ...(await benchRates()),
  ...(await benchGrowth()),
]

if (import.meta.main) process.exitCode = report(await benchIdp())
