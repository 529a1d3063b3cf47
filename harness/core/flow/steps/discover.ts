import { metadataFound } from '../../../expect/authorization.ts'
import type { DiscoverStep } from '../../../model/oauth-steps.ts'
import { flowOf, type StepKind } from '../step-kind.ts'
import { discoveryOf } from './server.ts'

export const discover: StepKind<DiscoverStep> = {
  gives: metadataFound(),
  async play(_, context) {
    const discovery = await discoveryOf(context.run)
    const { observed, server } = discovery
    return {
      subject: { ...observed, ...discovery, ...flowOf(context) },
      answers: [observed],
      values: { ...server?.metadata, issuer: server?.issuer, endpoints: server?.endpoints },
    }
  },
}
