import type { Expectation } from '../model/expectation.ts'
import type { Severity } from '../model/finding.ts'
import type { Listener } from '../model/run-context.ts'

/** Nobody followed the address that a token names: whoever can write a token must not choose where a server connects. */
export const listenerNotAsked = ({
  severity = 'high',
}: {
  readonly severity?: Severity
} = {}): Expectation<Listener> => ({
  text: 'asks no address that only the token names',
  judge: ({ requests }) =>
    requests.length === 0
      ? { kind: 'met' }
      : {
          kind: 'broken',
          received: `it asked our listener: ${[...new Set(requests)].slice(0, 5).join(', ')}`,
          severity,
        },
})
