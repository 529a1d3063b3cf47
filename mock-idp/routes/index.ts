import type { Call, Endpoint } from '../call.ts'
import { classicModelsRoutes } from '../dialects/classic-models/index.ts'
import { clerkRoutes } from '../dialects/clerk/index.ts'
import { endpointPaths } from '../endpoints.ts'
import type { Refusal } from '../errors.ts'
import { pageAssets } from './assets.ts'
import { authorize } from './authorize.ts'
import { consentForm, consentPage } from './consent.ts'
import { deviceForm, devicePage } from './device.ts'
import { deviceAuthorization } from './device-authorization.ts'
import { providerMetadata, serverMetadata } from './discovery.ts'
import { introspect } from './introspect.ts'
import { jwks } from './jwks.ts'
import { logout } from './logout.ts'
import { refuseOnPage } from './page.ts'
import { par } from './par.ts'
import { readRegistration, register, removeRegistration, updateRegistration } from './register.ts'
import { revoke } from './revoke.ts'
import { signInForm, signInPage } from './sign-in.ts'
import { token } from './token.ts'
import { userinfo } from './userinfo.ts'
import { welcome } from './welcome.ts'

export interface Route {
  /** What faults and the journal call it. */
  readonly endpoint: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the path of the issuer. */
  readonly path: string
  readonly handle: Endpoint
  /** Whether pages of any origin may read the answer. */
  readonly cors?: true
  /** Not in the journal when all is well, where looking at the journal would fill it. */
  readonly unrecorded?: true
  /** How a refusal is shown. Default: the JSON of RFC 6749 §5.2. */
  readonly refuse?: (call: Call, refusal: Refusal) => Response | Promise<Response>
}

const at = endpointPaths
const cors = true
const refuse = refuseOnPage

/** Every endpoint, with its method. */
export const routes: readonly Route[] = [
  { endpoint: 'home', method: 'GET', path: '/', handle: welcome, unrecorded: true },
  { endpoint: 'assets', method: 'GET', path: '/_assets/:name', handle: pageAssets, unrecorded: true },

  { endpoint: 'openid-configuration', method: 'GET', path: at['openid-configuration'], handle: providerMetadata, cors },
  {
    endpoint: 'oauth-authorization-server',
    method: 'GET',
    path: at['oauth-authorization-server'],
    handle: serverMetadata,
    cors,
  },
  { endpoint: 'jwks', method: 'GET', path: at.jwks, handle: jwks, cors },
  { endpoint: 'jwks', method: 'GET', path: '/.well-known/jwks.json', handle: jwks, cors },

  { endpoint: 'authorize', method: 'GET', path: at.authorize, handle: authorize, refuse },
  { endpoint: 'authorize', method: 'POST', path: at.authorize, handle: authorize, refuse },
  { endpoint: 'sign-in', method: 'GET', path: at['sign-in'], handle: signInPage, refuse },
  { endpoint: 'sign-in', method: 'POST', path: at['sign-in'], handle: signInForm, refuse },
  { endpoint: 'consent', method: 'GET', path: at.consent, handle: consentPage, refuse },
  { endpoint: 'consent', method: 'POST', path: at.consent, handle: consentForm, refuse },

  { endpoint: 'token', method: 'POST', path: at.token, handle: token, cors },
  { endpoint: 'par', method: 'POST', path: at.par, handle: par, cors },
  {
    endpoint: 'device_authorization',
    method: 'POST',
    path: at.device_authorization,
    handle: deviceAuthorization,
    cors,
  },
  { endpoint: 'device', method: 'GET', path: at.device, handle: devicePage, refuse },
  { endpoint: 'device', method: 'POST', path: at.device, handle: deviceForm, refuse },
  { endpoint: 'userinfo', method: 'GET', path: at.userinfo, handle: userinfo, cors },
  { endpoint: 'userinfo', method: 'POST', path: at.userinfo, handle: userinfo, cors },
  { endpoint: 'introspect', method: 'POST', path: at.introspect, handle: introspect },
  { endpoint: 'revoke', method: 'POST', path: at.revoke, handle: revoke, cors },

  { endpoint: 'register', method: 'POST', path: at.register, handle: register, cors },
  { endpoint: 'register', method: 'GET', path: `${at.register}/:client_id`, handle: readRegistration, cors },
  { endpoint: 'register', method: 'PUT', path: `${at.register}/:client_id`, handle: updateRegistration, cors },
  { endpoint: 'register', method: 'DELETE', path: `${at.register}/:client_id`, handle: removeRegistration, cors },

  { endpoint: 'logout', method: 'GET', path: at.logout, handle: logout, refuse },
  { endpoint: 'logout', method: 'POST', path: at.logout, handle: logout, refuse },

  ...clerkRoutes,
  ...classicModelsRoutes,
]
