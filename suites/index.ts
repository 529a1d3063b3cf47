import type { Suite } from '../harness/model/check.ts'
import { alg } from './alg/index.ts'
import { apikey } from './apikey/index.ts'
import { authz } from './authz/index.ts'
import { bearer } from './bearer/index.ts'
import { challenge } from './challenge/index.ts'
import { claims } from './claims/index.ts'
import { config } from './config/index.ts'
import { cors } from './cors/index.ts'
import { gate } from './gate/index.ts'
import { health } from './health/index.ts'
import { http } from './http/index.ts'
import { jwks } from './jwks/index.ts'
import { jws } from './jws/index.ts'
import { key } from './key/index.ts'
import { leak } from './leak/index.ts'
import { op } from './op/index.ts'
import { prm } from './prm/index.ts'
import { rate } from './rate/index.ts'
import { real } from './real/index.ts'
import { refresh } from './refresh/index.ts'
import { timing } from './timing/index.ts'

/** All suites, in the order in which they run and are reported. */
export const suites: readonly Suite[] = [
  gate,
  bearer,
  challenge,
  claims,
  real,
  jws,
  alg,
  key,
  apikey,
  authz,
  http,
  health,
  cors,
  prm,
  config,
  leak,
  refresh,
  op,
  rate,
  timing,
  jwks,
]
