import { headerOf } from '../../../forge/tamper.ts'
import type { PublishSetStep, PublishStep, ReadSetStep, WithdrawStep } from '../../../model/steps/issuer.ts'
import type { SigningKey } from '../signing-key.ts'
import type { StepKind } from '../step-kind.ts'
import { addFault } from './fault.ts'

const nothing = { subject: {}, answers: [], values: {} } as const

export const publish: StepKind<PublishStep> = {
  async play(_, { run, cleanUp }) {
    const { control, token } = run
    const usual = (await control.keys()).find(({ kid }) => kid === headerOf(token).kid)
    const [rotated] = await control.rotate(usual && { alg: usual.alg })
    if (!rotated) throw new TypeError('the issuer has made no key')
    const kid = rotated.current
    cleanUp(() => control.withdraw(kid))
    const key: SigningKey = { kid }
    return { ...nothing, values: { ...key } }
  },
}

export const withdraw: StepKind<WithdrawStep> = {
  async play({ kid }, { run }) {
    await run.control.withdraw(kid)
    return nothing
  },
}

export const publishSet: StepKind<PublishSetStep> = {
  async play({ before = [], after = [], made = [], reversed }, context) {
    const { keys } = await context.run.control.jwks()
    const ours = made.map((name) => context.value(`${name}.jwk`)).filter((jwk) => jwk !== undefined)
    const all = [...before, ...(reversed ? keys.toReversed() : keys), ...after, ...ours]
    const body = JSON.stringify({ keys: all })
    return addFault({ kind: 'content-type', contentType: 'application/json', body }, context)
  },
}

export const readSet: StepKind<ReadSetStep> = {
  async play(_, { run }) {
    const set = await run.control.jwks()
    return { ...nothing, values: { text: JSON.stringify(set), keys: JSON.stringify(set.keys) } }
  },
}
