import { defineSuite } from '../../harness/define.ts'

export const claims = defineSuite({
  id: 'claims',
  title: 'Claim validation',
  about: '',
  checks: [],
})
