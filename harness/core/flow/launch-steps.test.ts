import { expect, test } from 'vitest'
import { completeTargetConfig, staticCredential } from '../../config/target-config.ts'
import { credentialNeverWritten } from '../../expect/output.ts'
import { rule } from '../../expect/rule.ts'
import type { FlowCheck } from '../../model/check.ts'
import type { Attempt, Expectation, Observed } from '../../model/expectation.ts'
import type { FlowAnswers, Flows } from '../../model/flow.ts'
import type { RunContext } from '../../model/run-context.ts'
import type { LaunchAnswers, LaunchInFlow } from '../../model/steps/launch.ts'
import type { Env } from '../../model/target.ts'
import { answered } from '../../test/answered.ts'
import { playFlows } from './play.ts'

/** A target that starts unless its variable holds `broken`, and has written `the-written-secret`. */
async function playWith(flows: Flows, launch: { readonly minimum?: number } = {}) {
  const config = completeTargetConfig({
    target: 'http://127.0.0.1:8000/me',
    credential: staticCredential('valid', 'TOKEN'),
    features: { launch: { secret: 'NAME', ...launch } },
  })
  const [sent, settings, ended, judged]: [Attempt[], Env[], unknown[], [string, ...string[]][]] = [[], [], [], []]
  const pauses: number[] = []
  const observe = (attempt: Attempt): Observed => {
    sent.push(attempt)
    return answered(401)
  }
  const wrote = (text: string) => 'the-written-secret'.includes(text)
  const run = {
    ...{ token: 'the-written-secret', config, target: new URL(config.target) },
    output: { wrote, fromNow: () => ({ wrote }) },
    leaveOut: () => {},
    pause: async (ms: number) => {
      pauses.push(ms)
    },
    launch: async (env: Env) => {
      settings.push(env)
      return {
        ...(env.NAME !== 'broken' && { origin: new URL('http://127.0.0.1:8001') }),
        wrote,
        send: async (_: string, attempt: Attempt) => observe(attempt),
        stop: async () => {
          ended.push(env.NAME)
        },
      }
    },
    sendOnOneConnection: async (_: string, attempts: readonly Attempt[], how: string) =>
      attempts.map((attempt) => observe({ ...attempt, method: how })),
    expect: <Subject>(vector: string, subject: Subject, all: readonly Expectation<Subject>[]) => {
      judged.push([vector, ...all.map((one) => one.judge(subject).kind)])
    },
  } as unknown as RunContext
  await playFlows({ flows } as FlowCheck, run)
  return { sent, settings, ended, judged, pauses }
}

const starts: Expectation<LaunchInFlow> = rule('must start', ({ origin }) => (origin ? undefined : 'nothing'))
const answersTwice: Expectation<LaunchAnswers> = rule('must answer twice', ({ answers }) =>
  answers.length === 2 ? undefined : String(answers.length),
)

test('a launch ends with its flow, and is sent nothing when it did not start', async () => {
  const { ended, judged, sent } = await playWith({
    good: [
      { do: 'launch', as: 'start', variable: 'NAME', value: 'good' },
      { do: 'send-to', launch: '{start}', times: 2, expect: [answersTwice] },
    ],
    bad: [
      { do: 'launch', as: 'bad start', variable: 'NAME', value: 'broken', expect: [starts] },
      { do: 'send-to', launch: '{bad start}', expect: [answersTwice] },
    ],
  })
  expect(ended).toEqual(['good', 'broken'])
  expect(sent).toHaveLength(2)
  expect(judged).toEqual([
    ['good', 'met'],
    ['bad start', 'broken'],
    ['bad', 'broken'],
  ])
})

test('a variable is set, taken away, or left as it is; several requests are sent', async () => {
  const attempts = [{ authorization: [] }, { token: 'other' }]
  const { settings, sent } = await playWith({
    set: [{ do: 'launch', variable: '{launch.secret}', value: '' }],
    'taken away': [{ do: 'launch', variable: '{launch.secret}' }],
    'as usual': [
      { do: 'launch', as: 'start' },
      { do: 'send-to', launch: '{start}', attempts },
    ],
    'not started': [
      { do: 'launch', as: 'never', if: { given: 'op' } },
      { do: 'send-to', launch: '{never}', attempts },
    ],
  })
  expect(settings).toEqual([{ NAME: '' }, { NAME: undefined }, {}])
  expect(sent).toEqual(attempts)
})

test.each([
  [undefined, [64, 31]],
  [80, [80, 79]],
])('with the minimum %s secrets have %j characters', async (minimum, lengths) => {
  const { settings } = await playWith(
    {
      one: (['secret', 'short'] as const).flatMap((as) => [
        { do: 'make-secret', as, length: as === 'secret' ? 64 : 'too short' } as const,
        { do: 'launch', variable: 'NAME', value: `{${as}.text}` } as const,
      ]),
    },
    minimum === undefined ? {} : { minimum },
  )
  expect(settings.map(({ NAME }) => NAME?.length)).toEqual(lengths)
})

test('a flow can stop at a number that is small enough, but not at a missing one', async () => {
  const flows: Flows = { one: [{ do: 'stop', if: { atMost: { 'launch.minimum': 8 } } }, { do: 'launch' }] }
  const launches = async (minimum?: number) =>
    (await playWith(flows, minimum === undefined ? {} : { minimum })).settings.length
  expect([await launches(8), await launches(9), await launches()]).toEqual([0, 1, 1])
})

test('output is read once it has arrived', async () => {
  const { judged, pauses } = await playWith({
    one: [
      { do: 'watch-output', as: 'place' },
      { do: 'make-secret', as: 'other', length: 20 },
      { do: 'output', as: 'written', since: '{place}', expect: [credentialNeverWritten('token', 12)] },
      { do: 'output', as: 'not written', since: '{place}', expect: [credentialNeverWritten('other.text', 12)] },
    ],
  })
  expect(pauses).toHaveLength(1)
  expect(judged).toEqual([
    ['written', 'broken'],
    ['not written', 'met'],
  ])
})

test('requests on one connection are judged together', async () => {
  const all: Expectation<FlowAnswers> = rule('must reject', ({ answers }) =>
    answers.map(({ accepted }) => accepted).join(),
  )
  const { judged, sent } = await playWith({
    one: [{ do: 'send-on-one-connection', attempts: [{}, { token: '{token}' }], how: 'pipelined', expect: [all] }],
  })
  expect(judged).toEqual([['one', 'broken']])
  expect(sent).toEqual([{ method: 'pipelined' }, { token: 'the-written-secret', method: 'pipelined' }])
})
