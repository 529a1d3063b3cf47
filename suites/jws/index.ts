import { defineSuite } from '../../harness/define.ts'
import { encryptionChecks } from './encryption.ts'
import { headerChecks } from './header.ts'
import { signatureChecks } from './signature.ts'
import { structureChecks } from './structure.ts'

export const jws = defineSuite({
  id: 'jws',
  title: 'Token structure and signature',
  about:
    'Whether the signature covers every byte, whether only three-part signed tokens count, and whether hostile input ends in a plain refusal.',
  checks: [...signatureChecks, ...structureChecks, ...headerChecks, ...encryptionChecks],
})
