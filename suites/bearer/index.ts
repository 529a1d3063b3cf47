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
    'Exactness of the Authorization field: the scheme, the token, odd bytes, and every channel that is not the field.',
  checks: [...schemeChecks, ...tokenChecks, ...channelChecks, ...byteChecks, ...connectionChecks],
})
