import type { Observed } from '../../../model/expectation.ts'
import type { InFlow } from '../../../model/flow.ts'
import type { StepResult } from '../step-kind.ts'

/** The result of a step that is one request; `values` beside its status. */
export const resultOf = (observed: Observed, { value }: InFlow, values: StepResult['values'] = {}): StepResult => ({
  subject: { ...observed, value },
  answers: [observed],
  values: { status: observed.exchange.response?.status, accepted: observed.accepted, ...values },
})
