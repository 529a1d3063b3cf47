import { defineSuite } from '../../harness/define.ts'
import { discoveryChecks } from './discovery.ts'
import { malformedSetChecks, unusableKeyChecks } from './documents.ts'
import { fetchChecks, fetchHygieneChecks } from './fetches.ts'
import { evictionChecks, outageChecks } from './outage.ts'
import { overlapChecks, rotationChecks } from './rotation.ts'
import { sameKidChecks } from './same-kid.ts'

export const jwks = defineSuite({
  id: 'jwks',
  title: 'Keys of the issuer',
  about:
    'The server follows the JWK Set of its issuer: new keys, withdrawn keys, malformed sets, and an issuer that is down.',
  // Checks after which a faulty target may have no new keys come last.
  checks: [
    ...rotationChecks,
    ...overlapChecks,
    ...fetchChecks,
    ...sameKidChecks,
    ...unusableKeyChecks,
    ...outageChecks,
    ...discoveryChecks,
    ...evictionChecks,
    ...malformedSetChecks,
    ...fetchHygieneChecks,
  ],
})
