import type { Suite } from '../harness/model.ts'
import { alg } from './alg/index.ts'
import { bearer } from './bearer/index.ts'
import { challenge } from './challenge/index.ts'
import { claims } from './claims/index.ts'
import { gate } from './gate/index.ts'
import { jws } from './jws/index.ts'
import { rate } from './rate/index.ts'
import { refresh } from './refresh/index.ts'

/** All suites, in the order in which they run and are reported. */
export const suites: readonly Suite[] = [gate, bearer, challenge, claims, jws, alg, refresh, rate]
