import type { Expectation, Observed } from '../../harness/model/expectation.ts'
import type { Severity } from '../../harness/model/finding.ts'
import type { FlowValues } from '../../harness/model/flow.ts'
import type { Listener } from '../../harness/model/run-context.ts'

/** The author of a token must not choose where a server connects. */
export const listenerNotContacted = ({
  severity = 'high',
}: {
  readonly severity?: Severity
} = {}): Expectation<Pick<Listener, 'requests'>> => ({
  text: 'must not contact an address that only the token names',
  judge: ({ requests }) =>
    requests.length === 0
      ? { kind: 'met' }
      : {
          kind: 'broken',
          received: `it contacted our listener: ${[...new Set(requests)].slice(0, 5).join(', ')}`,
          severity,
        },
})

/** The same in a flow, for the listener of this step. */
export const notContacted = (listener: string): Expectation<FlowValues> => ({
  text: listenerNotContacted().text,
  judge: ({ value }) => listenerNotContacted().judge({ requests: value(`${listener}.requests`) as readonly string[] }),
})

/**
 * Where the unknown name is rejected, one that nearly is a known name must be rejected as well. Where the unknown one is
 * accepted, names are not looked up at all, and there is nothing to find.
 */
export const noMoreThan = (
  unknown: string,
  nearly: readonly string[],
): Expectation<Readonly<Record<string, Observed>>> => ({
  text: 'must treat a name that differs a little as any unknown one',
  judge: (byName) => {
    const isAccepted = (name: string) => byName[name]?.accepted === true
    const wrong = isAccepted(unknown) ? undefined : nearly.find(isAccepted)
    return wrong === undefined
      ? { kind: 'met' }
      : { kind: 'broken', received: `accepted with ${wrong}`, wrongly: 'accepted' }
  },
})
