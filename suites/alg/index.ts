import { defineSuite } from '../../harness/define.ts'
import { allowListChecks } from './allow-list.ts'
import { confusionChecks } from './confusion.ts'
import { ecdsaChecks } from './ecdsa.ts'
import { noneChecks } from './none.ts'
import { weakSecretChecks } from './weak-secret.ts'

export const alg = defineSuite({
  id: 'alg',
  title: 'Algorithms and keys',
  about:
    'The header names an algorithm, but the server must already have decided which it accepts, and with which key.',
  checks: [...allowListChecks, ...noneChecks, ...confusionChecks, ...ecdsaChecks, ...weakSecretChecks],
})
