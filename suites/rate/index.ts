import { defineSuite } from '../../harness/define.ts'
import { clientIdentityChecks } from './client-identity.ts'
import { enforcementChecks } from './enforcement.ts'
import { guessingChecks } from './guessing.ts'
import { otherRequestChecks } from './other-requests.ts'

export const rate = defineSuite({
  id: 'rate',
  title: 'Rate limits',
  about: 'Declared limits: whether they hold, recover and are explained, and whether a client can evade them.',
  checks: [...enforcementChecks, ...clientIdentityChecks, ...otherRequestChecks, ...guessingChecks],
})
