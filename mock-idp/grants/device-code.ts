import { invalidRequest } from '../errors.ts'
import { redeemDeviceCode } from '../sign-in/device-request.ts'
import { issueTokens } from '../tokens/issue.ts'
import { beginFamily } from '../tokens/refresh-token.ts'
import type { Grant } from './grant.ts'

const grantType = 'urn:ietf:params:oauth:grant-type:device_code'

/** A device polls for the decision of its user (RFC 8628 §3.4). */
export const deviceCode: Grant = {
  grantType,
  async run({ call, client, form, dpop }) {
    const code = form.get('device_code')
    if (code === undefined) throw invalidRequest('device_code is missing.')
    const authorization = await redeemDeviceCode(call.tenant, client.clientId, code)
    await beginFamily(call.tenant, authorization)
    return issueTokens(call, {
      client,
      grantType,
      authorization,
      scopes: authorization.scopes,
      audiences: authorization.audiences,
      refresh: client.grantTypes?.includes('refresh_token') ?? true,
      ...(dpop && { dpop }),
    })
  },
}
