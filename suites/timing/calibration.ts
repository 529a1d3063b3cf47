import { asvs, cwe, defineCheck } from '../../harness/define.ts'
import { detectsSeededLeak } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import { notTimed } from './allowed.ts'
import { measured } from './measured.ts'

export const calibrationChecks: readonly Check[] = [
  defineCheck({
    ...measured,
    id: 'timing/calibration',
    title: 'is measured by means that see a difference where there is one, here and now',
    severity: 'info',
    spec: [asvs('11.2.4'), cwe(208)],
    skipIf: notTimed,
    fix: 'Measure on a machine that does less meanwhile.',
    knownIncidents:
      'Measurements in fixed order, or looked at too often, found differences in 4 to 97 of 100 safe servers.',
    sends:
      'Nothing to the target: it measures a small server of its own, whose comparison stops at the first wrong character of 64.',
    passes:
      'shows the planted difference twice, and none between halves of requests of one kind; otherwise every other verdict on durations is inconclusive',
    async run(context) {
      const calibration = await context.calibrate()
      const measurement = calibration.kind === 'measured' ? calibration.measurement : undefined
      context.expect('a planted difference', calibration, [detectsSeededLeak()], [], measurement)
    },
  }),
]
