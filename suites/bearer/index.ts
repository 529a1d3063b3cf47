import { defineSuite } from '../../harness/define.ts'
import { byteChecks } from './bytes.ts'
import { channelChecks } from './channels.ts'
import { connectionChecks } from './connection.ts'
import { schemeChecks } from './scheme.ts'
import { tokenChecks } from './token.ts'

export const bearer = defineSuite({
  id: 'bearer',
  title: 'Bearer parsing',
  about:
    'How the Authorization field is parsed: the scheme, the token, unusual bytes, and other places for a credential.',
  checks: [...schemeChecks, ...tokenChecks, ...channelChecks, ...byteChecks, ...connectionChecks],
})
