import { defineSuite } from '../../harness/define.ts'

export const gate = defineSuite({
  id: 'gate',
  title: 'Gate controls',
  about: '',
  checks: [],
})
