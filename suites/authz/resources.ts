import { apiTop10, asvs, defineCheck, rfc } from '../../harness/define.ts'
import { admitted, barred, refused } from '../../harness/expect/index.ts'
import type { Attempt, Check, Known } from '../../harness/model.ts'
import { identitiesOf } from './identities.ts'

const resourcesOf = ({ profile }: Known) => profile.features.resources ?? []

const at = (path: string, identity: Attempt): Attempt => ({ ...identity, path, method: 'GET' })

export const resourceChecks: readonly Check[] = [
  defineCheck({
    id: 'authz/allow-list',
    title: 'lets each credential reach the resources that list it, and no other',
    level: 'security',
    severity: 'critical',
    spec: [asvs('8.2.1'), apiTop10(5), rfc(9110, '15.5.4')],
    needs: ['credential', 'identities', 'resources'],
    fix: 'Ask for each request whether this credential is listed for this resource; being valid is not enough.',
    seen: 'Lists that were read and never asked; a decision for the first resource that was kept for all.',
    vectors: (known) => {
      const rows = resourcesOf(known).flatMap(({ path, allows }) =>
        allows === undefined
          ? []
          : Object.entries(identitiesOf(known)).map(([name, identity]): [string, Attempt] => [
              `${name} at ${path}`,
              { ...at(path, identity), expect: [allows.includes(name) ? admitted() : barred()] },
            ]),
      )
      return Object.fromEntries(rows)
    },
    expect: [],
  }),
  defineCheck({
    id: 'authz/default-still-authenticated',
    title: 'asks for a valid credential where no list says whose',
    level: 'security',
    severity: 'critical',
    spec: [asvs('8.2.1'), apiTop10(2)],
    needs: ['credential', 'resources'],
    fix: 'Let a missing list mean "any valid credential", as documented, and never "anybody".',
    seen: 'A proxy that served upstreams without a list to anybody, where its manual said "any valid token".',
    vectors: (known) => {
      const rows = resourcesOf(known)
        .filter(({ allows }) => allows === undefined)
        .flatMap(({ path }): readonly [string, Attempt][] => [
          ...Object.entries(identitiesOf(known)).map(([name, identity]): [string, Attempt] => [
            `${name} at ${path}`,
            { ...at(path, identity), expect: [admitted()] },
          ]),
          [`nobody at ${path}`, { ...at(path, { authorization: [] }), expect: [barred(), refused()] }],
          [`a wrong credential at ${path}`, { ...at(path, { token: known.wrong }), expect: [barred(), refused()] }],
        ])
      return Object.fromEntries(rows)
    },
    expect: [],
  }),
]
