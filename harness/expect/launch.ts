import type { Expectation, Observed } from '../model/expectation.ts'

/** None of the requests to a launch is accepted, if it starts at all. A 5xx to one of them is a crash. */
export const allRejected = (): Expectation<{ readonly answers: readonly Observed[] }> => ({
  text: 'must not start, or must reject every request',
  judge: ({ answers }) => {
    const accepted = answers.find((one) => one.accepted)
    if (accepted) {
      const received = `${accepted.exchange.response?.status ?? 0} with the protected content`
      return { kind: 'broken', received, wrongly: 'accepted' }
    }
    const crashed = answers.find(({ exchange }) => (exchange.response?.status ?? 0) >= 500)
    return crashed
      ? { kind: 'crash', received: `${crashed.exchange.response?.status} to each request` }
      : { kind: 'met' }
  },
})
