import { endpointPaths } from '../endpoints.ts'
import type { Route } from '../http/route.ts'
import { pageAssets } from './assets.ts'
import { authorize } from './authorization/authorize.ts'
import { consentForm, consentPage } from './authorization/consent.ts'
import { deviceForm, devicePage } from './authorization/device.ts'
import { deviceAuthorization } from './authorization/device-authorization.ts'
import { par } from './authorization/par.ts'
import { signInForm, signInPage } from './authorization/sign-in.ts'
import { errorPageResponse } from './error-page.ts'
import { home } from './home.ts'
import { logout } from './logout.ts'
import { providerMetadata, serverMetadata } from './metadata/discovery.ts'
import { jwks } from './metadata/jwks.ts'
import { readRegistration, register, removeRegistration, updateRegistration } from './register.ts'
import { introspect } from './tokens/introspect.ts'
import { revoke } from './tokens/revoke.ts'
import { token } from './tokens/token.ts'
import { userinfo } from './tokens/userinfo.ts'

const at = endpointPaths
const cors = true
const renderError = errorPageResponse

/** All endpoints except those of dialects. */
export const routes: readonly Route[] = [
  { endpoint: 'home', method: 'GET', path: '/', handle: home, unrecorded: true },
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

  { endpoint: 'authorize', method: 'GET', path: at.authorize, handle: authorize, renderError },
  { endpoint: 'authorize', method: 'POST', path: at.authorize, handle: authorize, renderError },
  { endpoint: 'sign-in', method: 'GET', path: at['sign-in'], handle: signInPage, renderError },
  { endpoint: 'sign-in', method: 'POST', path: at['sign-in'], handle: signInForm, renderError },
  { endpoint: 'consent', method: 'GET', path: at.consent, handle: consentPage, renderError },
  { endpoint: 'consent', method: 'POST', path: at.consent, handle: consentForm, renderError },

  { endpoint: 'token', method: 'POST', path: at.token, handle: token, cors },
  { endpoint: 'par', method: 'POST', path: at.par, handle: par, cors },
  {
    endpoint: 'device_authorization',
    method: 'POST',
    path: at.device_authorization,
    handle: deviceAuthorization,
    cors,
  },
  { endpoint: 'device', method: 'GET', path: at.device, handle: devicePage, renderError },
  { endpoint: 'device', method: 'POST', path: at.device, handle: deviceForm, renderError },
  { endpoint: 'userinfo', method: 'GET', path: at.userinfo, handle: userinfo, cors },
  { endpoint: 'userinfo', method: 'POST', path: at.userinfo, handle: userinfo, cors },
  { endpoint: 'introspect', method: 'POST', path: at.introspect, handle: introspect },
  { endpoint: 'revoke', method: 'POST', path: at.revoke, handle: revoke, cors },

  { endpoint: 'register', method: 'POST', path: at.register, handle: register, cors },
  { endpoint: 'register', method: 'GET', path: `${at.register}/:client_id`, handle: readRegistration, cors },
  { endpoint: 'register', method: 'PUT', path: `${at.register}/:client_id`, handle: updateRegistration, cors },
  { endpoint: 'register', method: 'DELETE', path: `${at.register}/:client_id`, handle: removeRegistration, cors },

  { endpoint: 'logout', method: 'GET', path: at.logout, handle: logout, renderError },
  { endpoint: 'logout', method: 'POST', path: at.logout, handle: logout, renderError },
]
