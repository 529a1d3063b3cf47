import { defineSuite } from '../../harness/define.ts'
import { concurrentChecks } from './concurrent.ts'
import { fieldChecks } from './fields.ts'
import { methodChecks } from './method.ts'
import { pathChecks } from './path.ts'
import { streamChecks } from './stream.ts'
import { writeChecks } from './write.ts'

export const http = defineSuite({
  id: 'http',
  title: 'HTTP around authentication',
  about:
    'No method, spelling of the path or field of a proxy bypasses authentication, and no other request changes an answer.',
  checks: [...methodChecks, ...pathChecks, ...fieldChecks, ...writeChecks, ...streamChecks, ...concurrentChecks],
})
