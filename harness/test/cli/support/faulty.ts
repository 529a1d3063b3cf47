/** The real command, but with a suite that has a fault: `node faulty.ts check|late|load …`. */

import { runProcess } from '../../../cli/main.ts'
import { defineCheck, defineSuite, rfc } from '../../../define.ts'
import { accepted } from '../../../expect/index.ts'

const fault = process.argv.splice(2, 1)[0]

const throwLater = () => {
  setImmediate(() => {
    throw new TypeError('thrown outside of the run')
  })
  return new Promise<never>(() => {})
}

const check = defineCheck({
  id: 'faulty/check',
  title: 'is not to blame',
  level: 'MUST',
  severity: 'low',
  spec: [rfc(6750, '3')],
  needs: ['credential'],
  fix: '',
  vectors: () => {
    if (fault === 'late') return throwLater()
    throw new TypeError('thrown by a check')
  },
  expect: [accepted()],
})

await runProcess({
  catalog: {
    suites: async () => {
      if (fault === 'load') throw new TypeError('thrown while loading')
      return [defineSuite({ id: 'faulty', title: 'Faulty', about: '', checks: [check] })]
    },
  },
})
