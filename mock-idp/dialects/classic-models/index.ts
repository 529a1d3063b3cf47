import type { Endpoint } from '../../http/call.ts'
import type { Route } from '../../http/route.ts'
import { echo } from './echo.ts'
import { refuseAsClassicModels as refuse } from './errors.ts'
import { login, refresh } from './login.ts'

const root = '/classic-models/api'

/** With and without the slash at the end. */
const post = (endpoint: string, path: string, handle: Endpoint): readonly Route[] =>
  [path, `${path}/`].map((one) => ({ endpoint, method: 'POST', path: root + one, handle, refuse }))

/** The API of the Classic Models backend: a login with a pair of JSON tokens, as simplejwt does it, and what they open. */
export const classicModelsRoutes: readonly Route[] = [
  ...post('classic-models-login', '/auth/login', login),
  ...post('classic-models-refresh', '/auth/refresh', refresh),
  ...(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).map(
    (method): Route => ({ endpoint: 'classic-models-echo', method, path: `${root}/*`, handle: echo, refuse }),
  ),
]
