import { defineSuite } from '../../harness/define.ts'

export const alg = defineSuite({
  id: 'alg',
  title: 'Algorithms and keys',
  about: '',
  checks: [],
})
