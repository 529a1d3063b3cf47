import { defineCheck, defineSuite } from '../../harness/define.ts'
import { defineSystem } from '../../harness/model/system.ts'
import { secretComparison } from '../timing/comparisons.ts'
import { bodyIs } from './answer.ts'
import { bootstrap, commonPromises, mePath, missionControl, sameUser } from './mission-control.ts'
import { promise, statusOnly } from './promise.ts'

const id = 'mission-control-local'

export const missionControlLocal = defineSystem({
  id,
  about: 'Mission Control with AUTH_MODE=local: one shared token of 50 characters or more, one user',
  path: mePath,
  settings: () => ({
    tokenEnv: 'LOCAL_AUTH_TOKEN',
    launch: { secret: 'LOCAL_AUTH_TOKEN', minimum: 50, mode: { name: 'AUTH_MODE', value: 'local' } },
  }),
  doesNotPromise: { 'challenge/www-authenticate-present': statusOnly },
  suite: defineSuite({
    id,
    title: 'Mission Control, local token',
    about: 'What the page on local token authentication promises.',
    checks: [
      ...commonPromises(id),
      defineCheck({
        ...promise,
        id: `${id}/one-user`,
        title: 'must map the token to one local user',
        spec: [missionControl('User Context Resolution')],
        needs: ['credential'],
        fix: 'Map each request with the token to the local user, created at the first of them.',
        vectors: {
          bootstrap: bootstrap,
          'bootstrap again': bootstrap,
        },
        expect: [bodyIs('must be the local user', ({ clerk_user_id: user }) => user === 'local-auth-user')],
        expectAll: [sameUser('must answer the same id each time')],
      }),
      defineCheck({
        ...secretComparison,
        ...promise,
        id: `${id}/comparison`,
        title: 'must compare the token in constant time',
        spec: [missionControl('Token Validation Details'), missionControl('Security Properties')],
        fix: 'Compare with hmac.compare_digest, as the document says.',
      }),
    ],
  }),
})
