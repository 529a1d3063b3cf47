import type { Expectation, Severity, Trap } from '../model.ts'

/** Nobody followed the address that a token names: whoever can write a token must not choose where a server connects. */
export const untouched = ({ severity = 'high' }: { readonly severity?: Severity } = {}): Expectation<Trap> => ({
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
