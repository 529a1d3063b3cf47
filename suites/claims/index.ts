import { defineSuite } from '../../harness/define.ts'
import { audienceChecks } from './audience.ts'
import { issuerChecks } from './issuer.ts'
import { timeChecks } from './time.ts'
import { typeChecks } from './type.ts'

export const claims = defineSuite({
  id: 'claims',
  title: 'Claim validation',
  about:
    'Tokens that the issuer really signed, each with one claim that is out of order: a good signature says who wrote a token, not that it is good here and now.',
  checks: [...timeChecks, ...issuerChecks, ...audienceChecks, ...typeChecks],
})
