import { defineSuite } from '../../harness/define.ts'
import { channelChecks } from './channel.ts'
import { valueChecks } from './value.ts'

export const apikey = defineSuite({
  id: 'apikey',
  title: 'API keys',
  about: 'A key in a field of its own is accepted there only, and compared byte for byte.',
  checks: [...valueChecks, ...channelChecks],
})
