import { defineSuite } from '../../harness/define.ts'

export const bearer = defineSuite({
  id: 'bearer',
  title: 'Bearer parsing',
  about: '',
  checks: [],
})
