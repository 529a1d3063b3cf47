import { apiTop10, asvs, defineCheck, rfc } from '../../harness/define.ts'
import { allRejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { askEach, withLaunch } from './launched.ts'

const launchOf = ({ features }: TargetConfig) => features.launch ?? {}

/** Spellings of a mode that are not the documented one. */
function misspelt(mode: string): Readonly<Record<string, string>> {
  const otherCase = mode.toUpperCase() === mode ? mode.toLowerCase() : mode.toUpperCase()
  return {
    'in other case': otherCase,
    'a letter less': mode.slice(0, -1),
    'a letter more': `${mode}x`,
    'a space after it': `${mode} `,
    'an unknown word': 'conformance-unknown',
  }
}

const because = 'It starts the target again with other settings.'

export const modeChecks: readonly Check[] = [
  defineCheck({
    id: 'config/unknown-mode-rejected',
    title: 'must not accept any request in an unknown mode of authentication',
    level: 'security',
    severity: 'high',
    spec: [asvs('16.5.3'), apiTop10(8)],
    needs: ['started', 'launch', 'credential'],
    exclusive: true,
    skipIf: (config) =>
      launchOf(config).mode === undefined
        ? "no variable selects the mode; in the configuration file: launch: { mode: { name: 'AUTH_MODE', value: 'token' } }"
        : undefined,
    fix: 'Compare the mode with the list of known modes, and do not start with any other.',
    knownIncidents: 'A misspelt mode that meant no authentication; another that answered each request with 500.',
    sends: 'To the target started with each unknown mode: no credential, and an unknown one.',
    passes: 'must not start, or must reject every request',
    because,
    async run(context) {
      const { config, unknownToken, expect } = context
      const { mode } = launchOf(config)
      if (!mode) return
      const missing = mode.opensByDefault ? {} : { unset: undefined, empty: '' }
      for (const [vector, value] of Object.entries<string | undefined>({ ...missing, ...misspelt(mode.value) })) {
        await withLaunch(context, { [mode.name]: value }, async (launched) => {
          const sent = await askEach(launched, vector, [{ authorization: [] }, { token: unknownToken }])
          expect(vector, sent, [allRejected()], sent)
        })
      }
    },
  }),
  defineCheck({
    id: 'config/oauth-incomplete',
    title: 'must reject the tokens of others when its issuer or audience is not configured',
    level: 'security',
    severity: 'critical',
    spec: [rfc(9068, '4'), asvs('9.2.3'), asvs('10.5.3')],
    needs: ['started', 'launch', 'issuer'],
    exclusive: true,
    skipIf: (config) =>
      launchOf(config).issuer === undefined && launchOf(config).audience === undefined
        ? "no variable holds the issuer or the audience; in the configuration file: launch: { audience: 'OAUTH_AUDIENCE' }"
        : undefined,
    fix: 'Do not start without an issuer and an audience: a validator without them accepts the tokens of others.',
    knownIncidents: 'Libraries for which an absent audience means "do not check".',
    sends:
      'To the target started without its audience: tokens for another audience; without its issuer: tokens of another issuer.',
    passes: 'must not start, or must reject every request',
    because,
    async run(context) {
      const { config, expect } = context
      const { issuer, audience } = launchOf(config)
      const tries: readonly (readonly [string | undefined, string, readonly Attempt[]])[] = [
        [
          audience,
          'without its audience',
          [{ jwt: { claims: { aud: 'https://other.example' } } }, { jwt: { withoutClaims: ['aud'] } }],
        ],
        [
          issuer,
          'without its issuer',
          [{ jwt: { claims: { iss: 'https://other.example' } } }, { jwt: { withoutClaims: ['iss'] } }],
        ],
      ]
      for (const [name, vector, attempts] of tries) {
        if (name === undefined) continue
        for (const [how, value] of [
          ['unset', undefined],
          ['empty', ''],
        ] as const) {
          await withLaunch(context, { [name]: value }, async (launched) => {
            const sent = await askEach(launched, `${vector}, ${how}`, attempts)
            expect(`${vector}, ${how}`, sent, [allRejected()], sent)
          })
        }
      }
    },
  }),
]
