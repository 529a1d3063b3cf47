import type { Observed } from '../../../model/expectation.ts'
import type { TlsTrial, TryTlsIssuerStep } from '../../../model/steps/launch.ts'
import { flowOf, type StepKind } from '../step-kind.ts'
import { issuerAnswers } from './listen.ts'

/** Milliseconds between tokens: the target may fetch its keys after the first one was rejected. */
const betweenTokens = 200

const notTrusted =
  'the target is not started to trust a certificate authority of ours: --exec with --env NODE_EXTRA_CA_CERTS={ca_file}, or the variable that your platform reads'

export const tryTlsIssuer: StepKind<TryTlsIssuerStep> = {
  async play({ certificate }, context) {
    const { run } = context
    const flow = flowOf(context)
    if (!run.authority) {
      const subject: TlsTrial = { answers: [], requests: [], notTried: notTrusted, ...flow }
      return { subject, answers: [], values: {} }
    }
    const set = JSON.stringify(await run.control.jwks())
    const listener = await run.listen(
      (path) => issuerAnswers(path, listener.url, set),
      await run.authority.certificate(certificate),
    )
    const launched = await run.launch({}, {}, { issuer: listener.url, jwksUri: `${listener.url}/jwks.json` })
    const answers: Observed[] = []
    try {
      while (launched.origin && answers.length < 3 && !answers.at(-1)?.accepted) {
        if (answers.length > 0) await run.pause(betweenTokens)
        answers.push(await launched.send(context.vector, { jwt: { claims: { iss: listener.url } } }))
      }
    } finally {
      // The next one may need its port.
      await launched.stop()
    }
    const subject: TlsTrial = { answers, requests: listener.requests, ...flow }
    return { subject, answers: answers.slice(-1), values: {} }
  },
}
