import { defineSuite } from '../../harness/define.ts'
import { addressChecks } from './address.ts'
import { certificateChecks } from './certificate.ts'
import { kidChecks } from './kid.ts'
import { publishedKeyChecks } from './published.ts'
import { strangerChecks } from './stranger.ts'

export const key = defineSuite({
  id: 'key',
  title: 'Keys that only the token knows',
  about: 'Which key verifies a token is decided by the server and its issuer, never by the token.',
  checks: [...strangerChecks, ...addressChecks, ...certificateChecks, ...kidChecks, ...publishedKeyChecks],
})
