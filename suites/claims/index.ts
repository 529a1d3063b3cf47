import { defineSuite } from '../../harness/define.ts'
import { audienceChecks } from './audience.ts'
import { issuerChecks } from './issuer.ts'
import { timeChecks } from './time.ts'
import { typeChecks } from './type.ts'

export const claims = defineSuite({
  id: 'claims',
  title: 'Claim validation',
  about:
    'Tokens that the issuer signed, each with one invalid claim: a valid signature says who issued a token, not that it is valid for this server at this time.',
  checks: [...timeChecks, ...issuerChecks, ...audienceChecks, ...typeChecks],
})
