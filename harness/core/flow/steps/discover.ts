import { metadataFound } from '../../../expect/authorization.ts'
import type { DiscoverStep } from '../../../model/steps/oauth.ts'
import type { AuthorizationServer } from '../../../oauth-client/discovery.ts'
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
      values: server
        ? { ...server.metadata, ...scopesOf(server), issuer: server.issuer, endpoints: server.endpoints }
        : {},
    }
  },
}

function scopesOf({ scope, metadata: { scopes_supported: supported } }: AuthorizationServer) {
  const asked = scope.split(' ')
  const known = Array.isArray(supported) ? supported.filter((one) => typeof one === 'string') : []
  return {
    plainScope: [...asked, ...known].find((one) => one !== 'openid' && one !== 'offline_access'),
  }
}
