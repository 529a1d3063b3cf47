import { apiTop10, asvs, defineCheck, rfc } from '../../harness/define.ts'
import { allRejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { Step } from '../../harness/model/flow.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'

const launchOf = ({ features }: TargetConfig) => features.launch ?? {}

const mode = '{launch.mode.value}'

/** Spellings of a mode that are not the documented one. */
const misspelt: Readonly<Record<string, string>> = {
  'in other case': '{launch.mode.value|other-case}',
  'a letter less': '{launch.mode.value|without-last}',
  'a letter more': `${mode}x`,
  'a space after it': `${mode} `,
  'an unknown word': 'conformance-unknown',
}

/** Starts the target with another mode, or without one, and tries to get in. */
const inMode = (value?: string): readonly Step[] => [
  { do: 'launch', as: 'start', variable: '{launch.mode.name}', ...(value !== undefined && { value }) },
  {
    do: 'send-to',
    launch: '{start}',
    attempts: [{ authorization: [] }, { token: '{unknownToken}' }],
    expect: [allRejected()],
  },
]

/** Where a missing mode is documented to serve everybody, there is nothing to judge. */
const unlessOpenByDefault: Step = { do: 'stop', if: { equal: { 'launch.mode.opensByDefault': true } } }

/** Tokens that are not meant for the target, by the variable that lets it know. */
const incomplete: Readonly<Record<'audience' | 'issuer', readonly Attempt[]>> = {
  audience: [{ jwt: { claims: { aud: 'https://other.example' } } }, { jwt: { withoutClaims: ['aud'] } }],
  issuer: [{ jwt: { claims: { iss: 'https://other.example' } } }, { jwt: { withoutClaims: ['iss'] } }],
}

/** Starts the target with this variable unset or empty, and presents the tokens. */
const without = (name: keyof typeof incomplete, value?: string): readonly Step[] => [
  { do: 'stop', if: { missing: `launch.${name}` } },
  { do: 'launch', as: 'start', variable: `{launch.${name}}`, ...(value !== undefined && { value }) },
  { do: 'send-to', launch: '{start}', attempts: incomplete[name], expect: [allRejected()] },
]

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
    flows: {
      unset: [unlessOpenByDefault, ...inMode()],
      empty: [unlessOpenByDefault, ...inMode('')],
      ...Object.fromEntries(Object.entries(misspelt).map(([name, value]) => [name, inMode(value)])),
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
    flows: {
      'without its audience, unset': without('audience'),
      'without its audience, empty': without('audience', ''),
      'without its issuer, unset': without('issuer'),
      'without its issuer, empty': without('issuer', ''),
    },
  }),
]
