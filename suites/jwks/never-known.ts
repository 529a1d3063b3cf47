import { unclear } from '../../harness/expect/index.ts'

/** Where no new key is ever picked up, which jwks/new-key-picked-up judges, other things cannot be seen. */
export const neverKnown = (text: string) =>
  unclear(text, 'no newly published key was picked up in time, which this needs')
