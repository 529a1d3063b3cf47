import type { Expectation, Observed } from '../model/expectation.ts'
import { describeAnswer, isCrash } from './received.ts'

/** A switch of protocols (RFC 9110 §15.2.2), or a success of server-sent events. */
function opens({ exchange }: Observed): boolean {
  const { status = 0, fields = [] } = exchange.response ?? {}
  const type = fields.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  return status === 101 || (status >= 200 && status < 300 && /^text\/event-stream/i.test(type))
}

/** The valid credential opens the stream. */
export const opensStream = (): Expectation => ({
  text: 'must open the stream',
  judge: (observed) =>
    opens(observed)
      ? { kind: 'met' }
      : { kind: 'broken', received: describeAnswer(observed), wrongly: 'rejected', severity: 'medium' },
})

/** The request is rejected before the stream is opened; an error inside of an open stream is too late. */
export const opensNoStream = (): Expectation => ({
  text: 'must reject the request before it opens the stream',
  judge: (observed) => {
    if (opens(observed)) return { kind: 'broken', received: describeAnswer(observed), wrongly: 'accepted' }
    return isCrash(observed) ? { kind: 'crash', received: describeAnswer(observed) } : { kind: 'met' }
  },
})
