/** The speed goals of the mock IdP: `node bench/idp/index.ts`, or with the others by `npm run bench`. */
import type { Measured } from '../ratio.ts'
import { report } from '../report.ts'
import { benchRates } from './rates.ts'

export const benchIdp = async (): Promise<readonly Measured[]> => benchRates()

if (import.meta.main) process.exitCode = report(await benchIdp())
