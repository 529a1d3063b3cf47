import { apiTop10, asvs, defineCheck, rfc } from '../../harness/define.ts'
import { accessAccepted, accessRejected, rejected } from '../../harness/expect/index.ts'
import type { Check, CheckInput } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { identitiesOf } from './identities.ts'

const resourcesOf = ({ config }: CheckInput) => config.features.resources ?? []

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
    knownIncidents: 'Lists that were read and never asked; a decision for the first resource that was kept for all.',
    vectors: (input) => {
      const rows = resourcesOf(input).flatMap(({ path, allows }) =>
        allows === undefined
          ? []
          : Object.entries(identitiesOf(input)).map(([name, identity]): [string, Attempt] => [
              `${name} at ${path}`,
              { ...at(path, identity), expect: [allows.includes(name) ? accessAccepted() : accessRejected()] },
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
    knownIncidents: 'A proxy that served upstreams without a list to anybody, where its manual said "any valid token".',
    vectors: (input) => {
      const rows = resourcesOf(input)
        .filter(({ allows }) => allows === undefined)
        .flatMap(({ path }): readonly [string, Attempt][] => [
          ...Object.entries(identitiesOf(input)).map(([name, identity]): [string, Attempt] => [
            `${name} at ${path}`,
            { ...at(path, identity), expect: [accessAccepted()] },
          ]),
          [`nobody at ${path}`, { ...at(path, { authorization: [] }), expect: [accessRejected(), rejected()] }],
          [
            `a wrong credential at ${path}`,
            { ...at(path, { token: input.unknownToken }), expect: [accessRejected(), rejected()] },
          ],
        ])
      return Object.fromEntries(rows)
    },
    expect: [],
  }),
]
