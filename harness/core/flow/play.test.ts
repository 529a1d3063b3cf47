import { describe, expect, test } from 'vitest'
import { completeTargetConfig, staticCredential } from '../../config/target-config.ts'
import { rule } from '../../expect/rule.ts'
import type { FlowCheck } from '../../model/check.ts'
import type { Attempt, Expectation, Observed } from '../../model/expectation.ts'
import type { FlowAnswers, Flows, InFlow, Step } from '../../model/flow.ts'
import type { RunContext } from '../../model/run-context.ts'
import { playFlows } from './play.ts'

const config = completeTargetConfig({
  target: 'http://127.0.0.1:8000/me',
  credential: staticCredential('valid', 'TOKEN'),
  features: {
    op: {
      client: { id: 'app', secret: { env: 'CLIENT_SECRET' }, auth: 'basic' },
      redirectUri: 'https://app.example/callback',
      scope: 'openid email',
      retry: 0,
      grace: 0,
    },
  },
  secrets: { CLIENT_SECRET: 'the secret' },
})

/** A target that serves one token, and answers 401 to all others. */
function fakeRun() {
  const sent: [vector: string, attempt: Attempt][] = []
  const judged: [vector: string, ...kinds: string[]][] = []
  const evidence: (readonly string[])[] = []
  const pauses: number[] = []
  const together: number[] = []
  const leftOut: [vector: string, reason: string][] = []
  const send = async (vector: string, attempt: Attempt): Promise<Observed> => {
    sent.push([vector, attempt])
    const accepted = attempt.token === 'valid'
    const response = { status: accepted ? 200 : 401, reason: '', fields: [], body: '', bodyBytes: 0 }
    const exchange = { request: { method: 'GET', text: '' }, response, startedAt: 0, durationMs: 0 }
    return { sentFor: vector, role: 'attempt', attempt, exchange, accepted, disclosed: false, config }
  }
  const run = {
    ...{
      token: 'valid',
      unknownToken: 'other',
      target: new URL(config.target),
      issuer: 'https://issuer.example',
      config,
    },
    send,
    sendTogether: (vector: string, attempts: readonly Attempt[]) => {
      together.push(attempts.length)
      return Promise.all(attempts.map((attempt) => send(vector, attempt)))
    },
    leaveOut: (vector: string, reason: string) => {
      leftOut.push([vector, reason])
    },
    pause: async (ms: number) => {
      pauses.push(ms)
    },
    expect: <Subject>(
      vector: string,
      subject: Subject,
      all: readonly Expectation<Subject>[],
      shown: readonly Observed[],
    ) => {
      judged.push([vector, ...all.map((one) => one.judge(subject).kind)])
      evidence.push(shown.map(({ sentFor }) => sentFor))
    },
  } as unknown as RunContext
  return { run, sent, judged, evidence, pauses, together, leftOut }
}

async function play(
  flows: Flows,
  { before, only }: { readonly before?: readonly Step[]; readonly only?: string } = {},
) {
  const fake = fakeRun()
  await playFlows({ flows, ...(before && { before }) } as FlowCheck, fake.run, only)
  return { ...fake, tokens: fake.sent.map(([, { token }]) => token) }
}

const served: Expectation = rule('must serve it', ({ accepted }) => (accepted ? undefined : 'no'))

const statusIs = (name: string, wanted: number): Expectation<InFlow> =>
  rule(`must answer ${name}`, (flow) => (flow.value(name) === wanted ? undefined : String(flow.value(name))))

describe('playFlows', () => {
  test('judges a step under its name, or else under that of its flow', async () => {
    const { judged, sent } = await play({
      one: [{ do: 'send', attempt: { token: '{token}' }, expect: [served] }],
      two: [{ do: 'send', as: 'named', attempt: { token: '{unknownToken}' }, expect: [served] }],
    })
    expect(judged).toEqual([
      ['one', 'met'],
      ['named', 'broken'],
    ])
    expect(sent.map(([vector]) => vector)).toEqual(['one', 'named'])
  })

  test('plays nothing after a required step whose expectation is not met', async () => {
    const { judged, tokens } = await play({
      one: [
        { do: 'send', attempt: { token: 'a' }, expect: [served], required: true },
        { do: 'send', attempt: { token: 'b' } },
      ],
      two: [{ do: 'send', attempt: { token: 'c' } }],
    })
    expect(judged).toEqual([['one', 'broken']])
    expect(tokens).toEqual(['a', 'c'])
  })

  test('plays no flow when a required step before them is not met', async () => {
    const before: Step[] = [{ do: 'send', as: 'control', attempt: { token: 'a' }, expect: [served], required: true }]
    const { judged, tokens } = await play({ one: [{ do: 'send', attempt: {} }] }, { before })
    expect(judged).toEqual([['control', 'broken']])
    expect(tokens).toEqual(['a'])
  })

  test('lets flows refer to steps before them, to the configuration and its secrets', async () => {
    const { tokens } = await play(
      { one: [{ do: 'send', attempt: { token: '{control.status} {op.client.secret} {redirect.web.host}' } }] },
      { before: [{ do: 'send', as: 'control', attempt: { token: 'valid' } }] },
    )
    expect(tokens).toEqual(['valid', '200 the secret app.example'])
  })

  test('leaves out a step that refers to what did not come', async () => {
    const { tokens, judged } = await play({
      one: [
        { do: 'send', as: 'first', attempt: { token: '{op.otherClient.id}' }, expect: [served] },
        { do: 'send', attempt: { token: '{first.status}' } },
        { do: 'send', attempt: { token: 'x' } },
      ],
    })
    expect(tokens).toEqual(['x'])
    expect(judged).toEqual([])
  })

  test('obeys conditions', async () => {
    const send = (token: string): Step => ({ do: 'send', attempt: { token } })
    const { tokens } = await play({
      one: [
        { ...send('a'), if: { given: 'op.otherClient' } },
        { ...send('b'), if: { missing: 'op.otherClient', equal: { 'op.client.auth': 'basic' } } },
        { ...send('c'), if: { includes: { 'op.scope': 'email' } } },
        { ...send('d'), if: { includes: { 'op.scope': 'profile' } } },
        { do: 'stop', if: { given: 'op.client.secret' } },
        send('e'),
      ],
    } as Flows)
    expect(tokens).toEqual(['b', 'c'])
  })

  test('judges all answers of a step at once, and gives each of their values once', async () => {
    const all: Expectation<FlowAnswers> = rule('must answer all', ({ answers }) =>
      answers.length === 3 ? undefined : String(answers.length),
    )
    const { judged, tokens, together } = await play({
      one: [
        { do: 'send', as: 'uses', atOnce: 3, attempt: { token: 'use {each}' }, expect: [all] },
        { do: 'send', forEach: 'uses.status', attempt: { token: 'status {each}' } },
        { do: 'send', repeat: { times: 2 }, attempt: { token: 'again {each}' } },
      ],
    })
    expect(judged).toEqual([['uses', 'met']])
    expect(tokens).toEqual(['use 0', 'use 1', 'use 2', 'status 401', 'again 0', 'again 1'])
    expect(together).toEqual([3])
  })

  test('says which flows were not tried, and why', async () => {
    const { leftOut } = await play({
      stopped: [
        { do: 'stop', if: { missing: 'op.otherClient' } },
        { do: 'send', attempt: {}, expect: [served] },
      ],
      'without a value': [{ do: 'send', attempt: { token: '{op.client.id|lowercase}' }, expect: [served] }],
      'for others': [
        { do: 'stop', if: { given: 'op.client' } },
        { do: 'send', attempt: {}, expect: [served] },
      ],
      'for too long': [
        { do: 'wait', ms: 5000, atMost: 1000 },
        { do: 'send', attempt: {}, expect: [served] },
      ],
      judged: [{ do: 'send', attempt: {}, expect: [served] }],
    })
    expect(leftOut).toEqual([
      ['stopped', 'op.otherClient is not declared'],
      ['without a value', 'op.client.id|lowercase has no value'],
      ['for too long', 'it would have to wait too long'],
    ])
  })

  test('judges what earlier steps gave, and shows their answers', async () => {
    const { judged, evidence } = await play({
      one: [
        { do: 'send', as: 'first', attempt: { token: 'valid' } },
        { do: 'judge', as: 'the first', expect: [statusIs('first.status', 200)], evidence: ['first'] },
      ],
    })
    expect(judged).toEqual([['the first', 'met']])
    expect(evidence).toEqual([['first']])
  })

  test('waits, and ends a flow that would wait too long', async () => {
    const { pauses, tokens } = await play({
      one: [
        { do: 'wait', ms: '{op.retry}', plus: 100 },
        { do: 'wait', ms: 5, plus: 1 },
      ],
      two: [
        { do: 'wait', ms: 50, atMost: 40 },
        { do: 'send', attempt: { token: 'a' } },
      ],
    })
    expect(pauses).toEqual([100, 6])
    expect(tokens).toEqual([])
  })

  test('plays only the flow that has a vector', async () => {
    const flows: Flows = {
      one: [{ do: 'send', attempt: { token: 'a' } }],
      two: [{ do: 'send', as: 'inner', attempt: { token: 'b' } }],
    }
    expect((await play(flows, { only: 'inner' })).tokens).toEqual(['b'])
    expect((await play(flows, { only: 'one' })).tokens).toEqual(['a'])
  })
})
