import { authenticateClient } from '../../clients/authentication/authenticate.ts'
import type { Call } from '../../http/call.ts'
import { readForm } from '../../http/form.ts'
import { requestedAudiences } from '../../issuer/audience.ts'
import { requestedScopes } from '../../issuer/scope.ts'
import {
  beginDeviceRequest,
  decideDeviceRequest,
  deviceInterval,
  findByUserCode,
} from '../../sign-in/device-request.ts'
import { automaticUser } from '../../sign-in/steps.ts'

/** The device authorization endpoint (RFC 8628 §3.1, §3.2). With automatic sign-in, the user allows it at once. */
export const deviceAuthorization = async (call: Call): Promise<Response> => {
  const { tenant, urls, respond } = call
  const form = await readForm(call)
  const client = await authenticateClient(call, form)
  const scopes = requestedScopes(form, client)
  const { deviceCode, request } = await beginDeviceRequest(call, {
    clientId: client.clientId,
    scopes,
    audiences: requestedAudiences(form),
  })
  const { signIn, lifetimes } = tenant.settings()
  if (signIn === 'automatic') {
    const found = await findByUserCode(tenant, request.userCode)
    const user = automaticUser(call, form.get('login_hint'))
    if (found) await decideDeviceRequest(tenant, found, { ...user, authTime: tenant.clock.now() })
  }
  call.draft.decision = 'waiting for the user'
  const page = urls.endpoint('device')
  const answer = {
    device_code: deviceCode,
    user_code: request.userCode,
    verification_uri: page,
    verification_uri_complete: `${page}?user_code=${request.userCode}`,
    expires_in: lifetimes.deviceCode,
    interval: deviceInterval,
  }
  return respond(JSON.stringify(answer), {
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  })
}
