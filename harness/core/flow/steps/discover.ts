import { metadataFound } from '../../../expect/authorization.ts'
import type { DiscoverStep } from '../../../model/oauth-steps.ts'
import type { StepKind } from '../step-kind.ts'
import { discoveryOf } from './server.ts'

export const discover: StepKind<DiscoverStep> = {
  gives: metadataFound(),
  async play(_, { run, value }) {
    const discovery = await discoveryOf(run)
    const { observed, server } = discovery
    return {
      subject: { ...observed, ...discovery, value },
      answers: [observed],
      values: { ...server?.metadata, issuer: server?.issuer, endpoints: server?.endpoints },
    }
  },
}
