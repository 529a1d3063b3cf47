import { defineSuite } from '../../harness/define.ts'

export const challenge = defineSuite({
  id: 'challenge',
  title: '401 shapes',
  about: '',
  checks: [],
})
