import { isFeature } from '../../features/index.ts'
import type { FlowCheck } from '../../model/check.ts'
import type { Expectation } from '../../model/expectation.ts'
import type { InFlow, Step } from '../../model/flow.ts'
import type { RunContext } from '../../model/run-context.ts'
import { holds } from './conditions.ts'
import { knownNames } from './known.ts'
import { createNames, type Names } from './names.ts'
import { MissingValue, resolve } from './references.ts'
import { atOnce, inTurn, merged } from './repeat.ts'
import type { StepContext, StepKind, StepResult } from './step-kind.ts'
import { stepKinds } from './steps/index.ts'
import { gather } from './together.ts'

/**
 * Plays the flows of a check one after the other, or only those that have this vector. What the steps of a flow changed
 * is put back when it is over, however it ends.
 */
export async function playFlows({ before = [], flows }: FlowCheck, run: RunContext, only?: string): Promise<void> {
  const namesFor = (steps: readonly Step[]) => createNames(run.config, steps.flatMap(nameOf), knownNames(run))
  const shared = new Map<string, StepResult>()
  await withCleanUp(async (cleanUp) => {
    const first = namesFor(before)
    const log: Log = { judged: false }
    if (!(await playSteps(before, { vector: undefined, names: first, played: shared, run, cleanUp, log }))) return
    for (const [vector, steps] of Object.entries(flows)) {
      if (only !== undefined && only !== vector && !steps.some((step) => nameOf(step).includes(only))) continue
      const names = namesFor([...before, ...steps])
      for (const [name, { values }] of shared) names.set(name, values)
      await withCleanUp(async (cleanUp) => {
        const log: Log = { judged: false }
        await playSteps(steps, { vector, names, played: new Map(shared), run, cleanUp, log })
        if (!log.judged && log.missed !== undefined) run.leaveOut(vector, log.missed)
      })
    }
  })
}

/** Undoes, however it ends, what was changed meanwhile: the last change first. */
async function withCleanUp(play: (cleanUp: StepContext['cleanUp']) => Promise<void>): Promise<void> {
  const undone: (() => Promise<void> | void)[] = []
  try {
    await play((undo) => {
      undone.push(undo)
    })
  } finally {
    for (const undo of undone.toReversed()) await undo()
  }
}

const nameOf = (step: Step): readonly string[] => ('as' in step && step.as !== undefined ? [step.as] : [])

/** What is said of a flow in which nothing was judged. */
interface Log {
  judged: boolean
  /** What the first step that was left out lacks. */
  missed?: string | undefined
}

interface Playing {
  /** The name of the flow; undefined before the flows. */
  readonly vector: string | undefined
  readonly names: Names
  /** What the steps came to, by name. */
  readonly played: Map<string, StepResult>
  readonly run: RunContext
  readonly cleanUp: StepContext['cleanUp']
  readonly log: Log
}

/** Whether no step ended the flow: by a stop, or because it is required and its expectation is not met. */
async function playSteps(steps: readonly Step[], playing: Playing): Promise<boolean> {
  for (const step of steps) {
    if ('if' in step && step.if && !holds(step.if, playing.names.value)) continue
    const result = await playStep(step, playing)
    if (!result) continue
    const [name] = nameOf(step)
    if (name !== undefined) {
      playing.names.set(name, result.values)
      playing.played.set(name, result)
    }
    if (result.stops) {
      playing.log.missed ??= reasonOfStop(step)
      return false
    }
    if (!judgeStep(step, result, playing)) return false
  }
  return true
}

/** What the target, or its configuration, lacks for the rest of a flow; undefined where the flow is for other targets. */
function reasonOfStop(step: Step): string | undefined {
  if (step.do === 'wait') return 'it would have to wait too long'
  const missing = step.do === 'stop' ? [step.if.missing ?? []].flat() : []
  if (missing.length === 0) return undefined
  return missing
    .map((name) => `${name} ${isFeature(name.split('.')[0] ?? '') ? 'is not declared' : 'is missing'}`)
    .join(', ')
}

/** Undefined for a step that refers to what did not come. */
async function playStep(step: Step, playing: Playing): Promise<StepResult | undefined> {
  const once = (each?: unknown) => playOnce(step, each, playing)
  const { required, expect } = step as JudgedStep
  const { gives } = stepKinds[step.do] as StepKind<unknown>
  // What a required step must give, each of its plays must give.
  const isUnmet = ({ subject }: StepResult) =>
    required === true && expect === undefined && gives?.judge(subject as never).kind !== 'met'
  const whole = (results: readonly (StepResult | undefined)[]) =>
    results.find((one) => one !== undefined && isUnmet(one)) ?? merged(results, inFlow(playing))
  if ('atOnce' in step && step.atOnce !== undefined) {
    const gathered = gather(step.atOnce, (attempts) => playing.run.sendTogether(recordedAs(step, playing), attempts))
    const one = (each: unknown) => playOnce(step, each, playing, gathered.send).finally(gathered.leave)
    return whole(await atOnce(step.atOnce, one))
  }
  if ('forEach' in step && step.forEach !== undefined) {
    const values = playing.names.value(step.forEach)
    return whole(await inTurn([...new Set(Array.isArray(values) ? values : [])], {}, once, isUnmet))
  }
  if ('repeat' in step && step.repeat !== undefined) {
    const counts = Array.from({ length: step.repeat.times }, (_, count) => count)
    const all = whole(await inTurn(counts, step.repeat, once, isUnmet))
    return { ...all, evidence: all.answers.slice(-1) }
  }
  return once()
}

/** What steps that are judged have in common. */
interface JudgedStep {
  readonly expect?: readonly Expectation<never>[]
  readonly required?: true
  readonly evidence?: readonly string[]
}

/** The vector under which the requests of a step are recorded. */
const recordedAs = (step: Step, { vector }: Playing): string => nameOf(step)[0] ?? vector ?? step.do

async function playOnce(step: Step, each: unknown, playing: Playing, send?: StepContext['send']) {
  const { names, run, cleanUp, log } = playing
  const name = recordedAs(step, playing)
  try {
    // Expectations are functions, which hold no references.
    const { expect: _, ...data } = step as JudgedStep
    const resolved = resolve(data, (name) =>
      name === 'each' && each !== undefined ? { known: true, value: each } : names.lookup(name),
    )
    const kind = stepKinds[step.do] as StepKind<unknown>
    return await kind.play(resolved, {
      ...inFlow(playing),
      ...{ run, cleanUp, vector: name },
      send: send ?? ((attempt) => run.send(name, attempt)),
    })
  } catch (error) {
    if (error instanceof MissingValue) {
      log.missed ??= error.message
      return undefined
    }
    throw error
  }
}

/** The vector under which a step is judged: its own name when it has expectations. */
function vectorOf(step: Step, flow: string | undefined): string {
  const own = 'as' in step ? step.as : undefined
  const judged = 'expect' in step && step.expect !== undefined
  return (judged || flow === undefined ? own : undefined) ?? flow ?? step.do
}

const shownOf = (result: StepResult | undefined) => result?.evidence ?? result?.answers ?? []

const inFlow = ({ names, played }: Playing): InFlow => ({
  value: names.value,
  answersOf: (name) => played.get(name)?.answers ?? [],
})

/** Whether the flow may go on. */
function judgeStep(step: Step, result: StepResult, { vector, played, run, log }: Playing): boolean {
  const {
    expect,
    required,
    evidence = [],
  } = step as Step & {
    readonly expect?: readonly Expectation<never>[]
    readonly required?: true
    readonly evidence?: readonly string[]
  }
  const { gives } = stepKinds[step.do] as StepKind<unknown>
  const repeated = 'answers' in result.subject && !('last' in result.subject)
  const expected = expect ?? (required && gives ? [gives] : [])
  const isMet = (repeated && !expect) || expected.every((one) => one.judge(result.subject as never).kind === 'met')
  if (required ? !isMet : expect) {
    log.judged = true
    const shown = [...evidence.flatMap((name) => shownOf(played.get(name))), ...shownOf(result)]
    run.expect(vectorOf(step, vector), result.subject as never, expected, shown)
  }
  return !required || isMet
}
