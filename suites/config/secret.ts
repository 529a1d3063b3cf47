import { asvs, cwe, defineCheck, rfc } from '../../harness/define.ts'
import { accepted, advisory, allRejected, neverWritten } from '../../harness/expect/index.ts'
import { randomText } from '../../harness/forge/random-text.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { failsToStart, starts } from './expect.ts'
import { askEach, withLaunch } from './launched.ts'

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

const because = 'It starts the target again with other settings, and judges the start.'

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
    sends:
      'Nothing: it starts the target with each value in turn, and once with a secret of exactly the minimum length.',
    passes: 'must exit with a message that names the setting, and must start with a good secret',
    because,
    async run(context) {
      const { secret: name = '', minimum } = settingsOf(context.config)
      for (const [vector, value] of Object.entries(blank)) {
        await withLaunch(context, { [name]: value }, async (launched) => {
          // Without a documented minimum length, a server that rejects every request is as good.
          const attempts = await askEach(launched, vector, guesses(value ?? ''))
          if (minimum === undefined && launched.origin) context.expect(vector, attempts, [allRejected()], attempts)
          else context.expect(vector, launched, [failsToStart(name)], attempts.slice(0, 1))
        })
      }
      const weak = [...placeholders, ...(minimum === undefined ? [] : [randomText(minimum - 1)])]
      for (const value of weak) {
        const vector = (placeholders as readonly string[]).includes(value) ? value : `${value.length} characters`
        if (minimum !== undefined && value.length >= minimum) continue
        await withLaunch(context, { [name]: value }, async (launched) => {
          const wanted = failsToStart(name)
          context.expect(vector, launched, [minimum === undefined ? advisory(wanted) : wanted], [])
        })
      }
      const good = randomText(minimum ?? 64)
      await withLaunch(context, { [name]: good }, async (launched) => {
        const vector = minimum === undefined ? 'a good secret' : `exactly ${minimum} characters`
        context.expect(vector, launched, [starts()], [])
        if (!launched.origin) return
        const one = await launched.send(vector, { token: good })
        context.expect(`${vector}, presented`, one, [accepted()], [one])
      })
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
    sends:
      'To the target started with each blank secret: no credential, an empty one, the blank secret itself, and words such as null.',
    passes: 'must not start, or must reject every request',
    because,
    async run(context) {
      const { secret: name = '' } = settingsOf(context.config)
      for (const [vector, value] of Object.entries(blank)) {
        await withLaunch(context, { [name]: value }, async (launched) => {
          const attempts = await askEach(launched, vector, guesses(value ?? ''))
          context.expect(vector, attempts, [allRejected()], attempts)
        })
      }
    },
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
    sends: 'To the target started with a line end after its secret: the secret.',
    passes: 'should accept it, or should not start',
    because,
    async run(context) {
      const { secret: name = '', minimum = 64 } = settingsOf(context.config)
      const secret = randomText(Math.max(minimum, 64))
      await withLaunch(context, { [name]: `${secret}\n` }, async (launched) => {
        if (!launched.origin) return context.expect('a line end after it', launched, [failsToStart(name)], [])
        const one = await launched.send('a line end after it', { token: secret })
        context.expect('a line end after it', one, [accepted()], [one])
      })
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
    sends:
      'Nothing: it starts the target with a good secret, and with one that is one character too short, and reads its output.',
    passes: 'must not write eight or more successive characters of them',
    because,
    async run(context) {
      const { secret: name = '', minimum = 32 } = settingsOf(context.config)
      const values = {
        'a good secret': randomText(Math.max(minimum, 32)),
        // A secret of up to eight characters is shorter than the part that must not be written.
        ...(minimum > 8 && { 'a secret that is too short': randomText(minimum - 1) }),
      }
      for (const [vector, value] of Object.entries(values)) {
        await withLaunch(context, { [name]: value }, async (launched) => {
          context.expect(vector, launched, [neverWritten(value, 8)], [])
        })
      }
    },
  }),
]
