import { findClient } from '../../clients/find-client.ts'
import { endpointPaths } from '../../endpoints.ts'
import { OAuthError } from '../../errors.ts'
import type { Call } from '../../http/call.ts'
import { readForm, readQuery } from '../../http/form.ts'
import { sameSecret } from '../../http/secret.ts'
import { confirmationOf } from '../../logout/confirmation.ts'
import { type DeviceModel, devicePage as render } from '../../pages/device.ts'
import { pageHeaders } from '../../pages/headers.ts'
import { decideDeviceRequest, findByUserCode } from '../../sign-in/device-request.ts'
import { checkSameSite } from '../../sign-in/interaction.ts'
import { describeScope } from '../../sign-in/scope-description.ts'
import { currentSession, type OpenSession } from '../../sign-in/session.ts'
import { proceed, signInRequestFor } from '../../sign-in/steps.ts'

/** The page on which a signed-in user enters the code of a device (RFC 8628 §3.3). */
export const devicePage = async (call: Call): Promise<Response> => {
  const userCode = readQuery(call).get('user_code')
  const session = await currentSession(call)
  if (!session) return proceed(call, signInRequestFor(pageWith(call, userCode)), undefined)
  call.draft.decision = 'code page shown'
  return show(call, { step: 'enter', action: pageOf(call), ...(userCode !== undefined && { userCode }) })
}

/** The forms of the device pages: the code, then the decision. */
export const deviceForm = async (call: Call): Promise<Response> => {
  checkSameSite(call)
  const form = await readForm(call)
  const userCode = form.get('user_code') ?? ''
  const session = await currentSession(call)
  if (!session) return proceed(call, signInRequestFor(pageWith(call, userCode)), undefined)
  await countAttempt(call, session)
  const found = await findByUserCode(call.tenant, userCode)
  if (!found) {
    const error = 'No device is waiting for this code. It may have expired.'
    call.draft.reason = error
    return show(call, { step: 'enter', action: pageOf(call), userCode, error })
  }
  const { request } = found
  call.draft.client = request.clientId
  call.draft.user = session.user.sub
  const [allow, deny] = [form.get('allow') !== undefined, form.get('deny') !== undefined]
  if (!allow && !deny) {
    const client = await findClient(call.tenant, request.clientId)
    return show(call, {
      step: 'confirm',
      action: pageOf(call),
      fields: { user_code: request.userCode, confirm: confirmationOf(session) },
      userCode: request.userCode,
      client: client?.name ?? request.clientId,
      user: session.user.sub,
      scopes: request.scopes.map(describeScope),
      resources: request.audiences,
    })
  }
  if (!sameSecret(form.get('confirm') ?? '', confirmationOf(session))) {
    throw new OAuthError(403, 'access_denied', { description: 'The form was not sent by the page of the issuer.' })
  }
  const checked = new Set(form.all('granted_scope'))
  const scopes = request.scopes.filter((scope) => scope === 'openid' || checked.has(scope))
  const { user, authTime } = session
  await decideDeviceRequest(call.tenant, found, allow ? { ...user, authTime, scopes } : 'denied')
  call.draft.decision = allow ? 'allowed' : 'denied'
  return show(call, { step: 'done', allowed: allow })
}

/** The maximum number of codes that a session can try (RFC 8628 §5.1). */
const maxAttempts = 50

const countAttempt = async ({ tenant }: Call, { sid }: OpenSession): Promise<void> => {
  const key = `device-attempts:${sid}`
  const before = ((await tenant.store.get(key)) as number | undefined) ?? 0
  if (before >= maxAttempts)
    throw new OAuthError(429, 'slow_down', { description: 'Too many codes were tried. Sign in again.' })
  await tenant.store.set(key, before + 1, tenant.settings().lifetimes.session)
}

const pageOf = ({ urls }: Call): string => urls.prefix + endpointPaths.device

const pageWith = (call: Call, userCode: string | undefined): string =>
  pageOf(call) + (userCode === undefined ? '' : `?user_code=${encodeURIComponent(userCode)}`)

type Step<Model> = Model extends unknown ? Omit<Model, 'base' | 'issuer'> : never

const show = ({ urls, respond }: Call, model: Step<DeviceModel>): Response =>
  respond(render({ base: urls.prefix, issuer: urls.issuer, ...model } as DeviceModel), { headers: pageHeaders() })
