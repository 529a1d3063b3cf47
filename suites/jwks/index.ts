import { defineSuite } from '../../harness/define.ts'
import { coldChecks } from './cold.ts'
import { discoveryChecks } from './discovery.ts'
import { evictionChecks } from './eviction.ts'
import { fetchingChecks } from './fetching.ts'
import { hygieneChecks } from './hygiene.ts'
import { malformedChecks } from './malformed.ts'
import { neighbourChecks } from './neighbours.ts'
import { oneKidChecks } from './one-kid.ts'
import { outageChecks } from './outage.ts'
import { overlapChecks } from './overlap.ts'
import { rotationChecks } from './rotation.ts'

export const jwks = defineSuite({
  id: 'jwks',
  title: 'Keys of the issuer',
  about:
    'The server follows the JWK Set of its issuer: new keys, withdrawn keys, malformed sets, and an issuer that is down.',
  // Checks after which a faulty target may have no new keys come last.
  checks: [
    ...rotationChecks,
    ...overlapChecks,
    ...fetchingChecks,
    ...oneKidChecks,
    ...neighbourChecks,
    ...outageChecks,
    ...coldChecks,
    ...discoveryChecks,
    ...evictionChecks,
    ...malformedChecks,
    ...hygieneChecks,
  ],
})
