import type { Observed } from '../../../model/expectation.ts'
import type { InFlow } from '../../../model/flow.ts'
import { jsonOf } from '../../../oauth-client/discovery.ts'
import { flowOf, type StepResult } from '../step-kind.ts'

/** The result of a step that is one request; it gives its status, the members of its JSON, and `values`. */
export const resultOf = (observed: Observed, flow: InFlow, values: StepResult['values'] = {}): StepResult => ({
  subject: { ...observed, ...flowOf(flow) },
  answers: [observed],
  values: { ...jsonOf(observed), status: observed.exchange.response?.status, accepted: observed.accepted, ...values },
})
