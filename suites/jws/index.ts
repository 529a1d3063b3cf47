import { defineSuite } from '../../harness/define.ts'
import { encryptionChecks } from './encryption.ts'
import { headerChecks } from './header.ts'
import { signatureChecks } from './signature.ts'
import { structureChecks } from './structure.ts'

export const jws = defineSuite({
  id: 'jws',
  title: 'Token structure and signature',
  about:
    'Whether the signature covers every byte, whether only signed tokens of three parts are accepted, and whether hostile input is rejected without a crash.',
  checks: [...signatureChecks, ...structureChecks, ...headerChecks, ...encryptionChecks],
})
