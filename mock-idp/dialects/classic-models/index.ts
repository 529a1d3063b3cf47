import type { Endpoint } from '../../http/call.ts'
import type { Route } from '../../http/route.ts'
import { echo } from './echo.ts'
import { classicModelsErrorResponse as renderError } from './errors.ts'
import { login, refresh } from './login.ts'

const root = '/classic-models/api'

/** A route with and without a trailing slash. */
const post = (endpoint: string, path: string, handle: Endpoint): readonly Route[] =>
  [path, `${path}/`].map((one) => ({ endpoint, method: 'POST', path: root + one, handle, renderError }))

/** The API of the Classic Models backend: login and refresh as in djangorestframework-simplejwt, and a protected resource. */
export const classicModelsRoutes: readonly Route[] = [
  ...post('classic-models-login', '/auth/login', login),
  ...post('classic-models-refresh', '/auth/refresh', refresh),
  ...(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).map(
    (method): Route => ({ endpoint: 'classic-models-echo', method, path: `${root}/*`, handle: echo, renderError }),
  ),
]
