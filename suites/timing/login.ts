import { asvs, cwe, defineCheck } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import { endpointsOf } from '../../harness/oauth-client/login-endpoints.ts'
import { notTimed } from './allowed.ts'
import { many } from './candidates.ts'
import { compare } from './compare.ts'
import { measured } from './measured.ts'

/** Less is told by the row that is read from a database, or not. */
const toleratedNs = 5e6
const toleratedPart = 0.1

export const loginTimingChecks: readonly Check[] = [
  defineCheck({
    ...measured,
    id: 'timing/user-enumeration',
    title: 'takes as long to refuse an unknown user as a known one with a wrong password',
    severity: 'medium',
    spec: [asvs('6.3.8'), cwe(204), cwe(208)],
    needs: ['login'],
    skipIf: notTimed,
    fix: 'Hash the password in any case: for an unknown user against the hash of one that nobody has.',
    knownIncidents: 'CVE-2026-32595 (Traefik BasicAuth): passwords hashed for existing users only.',
    sends:
      'Logins with wrong passwords over one connection in random order: of the declared user, and of users that do not exist. Where they are slow, one at a time.',
    passes:
      'shows no difference above 5 ms and a tenth of what a login usually takes; a smaller one that shows is a warning',
    async run(context) {
      const { username, password, logIn } = endpointsOf(context.config)
      const wrong = () => context.unknownTokenLike(password, 0)
      await compare(
        context,
        'the user',
        {},
        () => {
          // One, as there is one known: names that were seen before are read a little faster.
          const unknown = context.unknownTokenLike(username, 0)
          return {
            groups: { left: 'a known user', right: 'an unknown one' },
            left: many(() => logIn({ password: wrong() })),
            right: many(() => logIn({ username: unknown, password: wrong() })),
            resolution: (usual) => Math.max(toleratedNs, usual * toleratedPart),
          }
        },
        { small: 'warning' },
      )
    },
  }),
]
