import type { VerifyStep } from '../../../model/steps/oauth.ts'
import { isVerified } from '../../../oauth-client/signature.ts'
import { flowOf, type StepKind } from '../step-kind.ts'

export const verify: StepKind<VerifyStep> = {
  async play({ token, keys }, context) {
    const published = Array.isArray(keys) ? keys : []
    const verified = await isVerified(token, published)
    return { subject: flowOf(context), answers: [], values: { verified } }
  },
}
