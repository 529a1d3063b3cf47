import { defineSuite } from '../../harness/define.ts'
import { addressChecks } from './address.ts'
import { certificateChecks } from './certificate.ts'
import { kidChecks } from './kid.ts'
import { publishedKeyChecks } from './published.ts'
import { untrustedKeyChecks } from './untrusted.ts'

export const key = defineSuite({
  id: 'key',
  title: 'Keys that the token names',
  about: 'The server and its issuer decide which key verifies a token, never the token.',
  checks: [...untrustedKeyChecks, ...addressChecks, ...certificateChecks, ...kidChecks, ...publishedKeyChecks],
})
