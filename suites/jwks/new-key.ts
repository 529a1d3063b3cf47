import type { Step } from '../../harness/model/flow.ts'
import { needsNewKey } from './expect.ts'

/** Publishes a key, waits until the target accepts it, and withdraws it: after that its cache of the JWK Set is new. */
export const useNewKey = (as: string): readonly Step[] => [
  { do: 'publish', as: 'first key' },
  { do: 'send-until', as, key: '{first key}', until: 'accepted' },
  { do: 'withdraw', kid: '{first key.kid}' },
]

/** Ends a flow, as inconclusive, where the target has not accepted the new key of an earlier step. */
export const onlyIfAccepted = (step: string, as: string, text: string): readonly Step[] => [
  {
    do: 'judge',
    as: `${as}, without a new key`,
    if: { missing: `${step}.reached` },
    expect: [needsNewKey(text)],
    evidence: [step],
  },
  { do: 'stop', if: { missing: `${step}.reached` } },
]
