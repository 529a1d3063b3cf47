import { defineSuite } from '../../harness/define.ts'

export const jws = defineSuite({
  id: 'jws',
  title: 'Token structure and signature',
  about: '',
  checks: [],
})
