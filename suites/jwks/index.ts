import { defineSuite } from '../../harness/define.ts'
import { coldChecks } from './cold.ts'
import { evictionChecks } from './eviction.ts'
import { fetchingChecks } from './fetching.ts'
import { outageChecks } from './outage.ts'
import { overlapChecks } from './overlap.ts'
import { rotationChecks } from './rotation.ts'

export const jwks = defineSuite({
  id: 'jwks',
  title: 'Keys of the issuer',
  about: 'The server follows the JWK Set of its issuer: new keys, withdrawn ones, and an issuer that is down.',
  checks: [...rotationChecks, ...overlapChecks, ...fetchingChecks, ...outageChecks, ...coldChecks, ...evictionChecks],
})
