import { asvs, cwe, defineCheck, rfc } from '../../harness/define.ts'
import { accepted, advisory, allRejected, credentialNeverWritten, ofWorst } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { Flows, Step } from '../../harness/model/flow.ts'
import type { StartStep } from '../../harness/model/steps/launch.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { failsToStart, starts, startsOrSaysWhy } from './expect.ts'

const settingsOf = ({ features }: TargetConfig) => features.launch ?? {}

const withoutSecret = (config: TargetConfig): string | undefined =>
  settingsOf(config).secret === undefined
    ? "no variable holds a secret; in the configuration file: launch: { secret: 'API_TOKEN' }"
    : undefined

/** Values without a secret; undefined leaves the variable out. */
const blank: Readonly<Record<string, string | undefined>> = {
  unset: undefined,
  empty: '',
  'one space': ' ',
  'three spaces': '   ',
  'a line end': '\n',
}

/** Values that everybody can guess. */
const placeholders = ['x', 'changeme', 'secret', 'demo-token'] as const

/** Credentials that a server with a blank secret may accept when it compares carelessly. */
const guesses = (value: string): readonly Attempt[] => [
  { authorization: [] },
  { token: '' },
  ...(/[\r\n]/.test(value) ? [] : [{ token: value }]),
  ...['None', 'null', 'undefined', 'true', '$API_TOKEN'].map((token) => ({ token })),
]

/** Starts the target with this secret, or without one. */
const start = (as: string, value?: string): StartStep => ({
  do: 'launch',
  as,
  variable: '{launch.secret}',
  ...(value !== undefined && { value }),
})

const flowsOf = <Value>(
  values: Readonly<Record<string, Value>>,
  steps: (name: string, value: Value) => readonly Step[],
): Flows => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, steps(name, value)]))

const [hasMinimum, hasNone] = [{ given: 'launch.minimum' }, { missing: 'launch.minimum' }]

/** Presents the secret to a launch that has started. */
const presented = (launch: string): readonly Step[] => [
  {
    do: 'send-to',
    as: `${launch}, presented`,
    if: { given: `${launch}.origin` },
    launch: `{${launch}}`,
    attempt: { token: '{secret.text}' },
    expect: [ofWorst(accepted())],
  },
]

/** A good secret of this length must work. */
const startsWith = (name: string, length: number | string): readonly Step[] => [
  { do: 'make-secret', as: 'secret', length },
  { ...start(name, '{secret.text}'), expect: [starts()] },
  ...presented(name),
]

const notWritten = credentialNeverWritten('secret.text', 8)

export const secretChecks: readonly Check[] = [
  defineCheck({
    id: 'config/weak-secret-rejected',
    title: 'must not start with a missing or weak secret',
    level: 'security',
    severity: 'high',
    spec: [asvs('13.2.3'), asvs('6.3.2'), rfc(6749, '10.10')],
    needs: ['started', 'launch', 'static'],
    exclusive: true,
    skipIf: withoutSecret,
    fix: 'Read the secret at the start, trim it, and exit with a message that names the setting when it is missing, blank or short.',
    knownIncidents: 'Services that started with the secret of their own template, or without one.',
    flows: {
      ...flowsOf(blank, (name, value) => [
        { ...start(name, value), if: hasMinimum, expect: [failsToStart()] },
        // Without a documented minimum length, a server that rejects every request is as good.
        { ...start(name, value), if: hasNone, expect: [startsOrSaysWhy()] },
        {
          do: 'send-to',
          as: `${name}, requests`,
          if: hasNone,
          launch: `{${name}}`,
          attempts: guesses(value ?? ''),
          expect: [allRejected()],
        },
      ]),
      ...flowsOf(Object.fromEntries(placeholders.map((value) => [value, value])), (name, value) => [
        { do: 'stop', if: { atMost: { 'launch.minimum': value.length } } },
        { ...start(name, value), if: hasMinimum, expect: [failsToStart()] },
        { ...start(name, value), if: hasNone, expect: [advisory(failsToStart())] },
      ]),
      'one character less than the minimum': [
        { do: 'stop', if: hasNone },
        { do: 'make-secret', as: 'secret', length: 'too short' },
        { ...start('one character less than the minimum', '{secret.text}'), expect: [failsToStart()] },
      ],
      'exactly the minimum': [{ do: 'stop', if: hasNone }, ...startsWith('exactly the minimum', '{launch.minimum}')],
      'a good secret': [{ do: 'stop', if: hasMinimum }, ...startsWith('a good secret', 64)],
    },
  }),
  defineCheck({
    id: 'config/blank-secret-fails-closed',
    title: 'must not accept any request while its secret is blank',
    level: 'security',
    severity: 'critical',
    spec: [asvs('16.5.3'), cwe(1188)],
    needs: ['started', 'launch', 'static'],
    exclusive: true,
    skipIf: withoutSecret,
    fix: 'Do not start without a secret, or reject every request: never compare with an empty one.',
    knownIncidents: 'CVE-2019-20933: an empty shared secret made every forged token valid.',
    flows: flowsOf(blank, (_, value) => [
      start('start', value),
      { do: 'send-to', launch: '{start}', attempts: guesses(value ?? ''), expect: [allRejected()] },
    ]),
  }),
  defineCheck({
    id: 'config/secret-whitespace',
    title: 'should trim whitespace around its secret, or reject it',
    level: 'SHOULD',
    severity: 'low',
    spec: [rfc(9110, '5.5'), asvs('13.3.1')],
    needs: ['started', 'launch', 'static'],
    exclusive: true,
    skipIf: withoutSecret,
    fix: 'Trim the secret when it is read: no client can send whitespace at the end of a field.',
    knownIncidents: 'Secrets mounted from files, with a line end that no client can send.',
    flows: {
      'a line end after it': [
        { do: 'make-secret', as: 'secret', length: 64 },
        { ...start('a line end after it', '{secret.text}\n'), expect: [startsOrSaysWhy()] },
        ...presented('a line end after it'),
      ],
    },
  }),
  defineCheck({
    id: 'config/error-output-safe',
    title: 'must not write its secret when it starts or fails to start',
    level: 'security',
    severity: 'high',
    spec: [asvs('16.5.1'), asvs('16.2.5'), cwe(532)],
    needs: ['started', 'launch', 'static'],
    exclusive: true,
    skipIf: withoutSecret,
    fix: 'Name the setting and what is wrong with it; never print its value, not even in part.',
    knownIncidents: 'Validation errors of settings that print the input they were given.',
    flows: {
      'a good secret': [
        { do: 'make-secret', as: 'secret', length: 32 },
        { ...start('a good secret', '{secret.text}'), expect: [notWritten] },
      ],
      'a secret that is too short': [
        // A secret of up to eight characters is shorter than the part that must not be written.
        { do: 'stop', if: { atMost: { 'launch.minimum': 8 } } },
        { do: 'make-secret', as: 'secret', length: 'too short' },
        { ...start('a secret that is too short', '{secret.text}'), expect: [notWritten] },
      ],
    },
  }),
]
