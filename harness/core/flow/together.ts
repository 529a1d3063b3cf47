import type { Attempt, Observed } from '../../model/expectation.ts'

type SendAll = (attempts: readonly Attempt[]) => Promise<readonly Observed[]>

interface Waiting {
  readonly attempt: Attempt
  readonly resolve: (observed: Observed) => void
  readonly reject: (error: unknown) => void
}

/** Holds back what parallel plays of a step send until each of them has something to send, and sends it all at once. */
export function gather(plays: number, sendAll: SendAll) {
  let playing = plays
  let waiting: readonly Waiting[] = []

  const sendWhenAllWait = () => {
    if (waiting.length < playing || waiting.length === 0) return
    const all = waiting
    waiting = []
    sendAll(all.map(({ attempt }) => attempt)).then(
      (answers) => {
        for (const [index, one] of all.entries()) {
          const answer = answers[index]
          if (answer) one.resolve(answer)
          else one.reject(new TypeError('a request was not answered'))
        }
      },
      (error: unknown) => {
        for (const { reject } of all) reject(error)
      },
    )
  }

  return {
    send: (attempt: Attempt): Promise<Observed> =>
      new Promise((resolve, reject) => {
        waiting = [...waiting, { attempt, resolve, reject }]
        sendWhenAllWait()
      }),
    /** Of a play that is over: nobody waits for it. */
    leave() {
      playing--
      sendWhenAllWait()
    },
  }
}
