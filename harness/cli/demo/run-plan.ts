import type { Settings } from '../../config/schema.ts'
import { completeTargetConfig, jwtCredential } from '../../config/target-config.ts'
import { startHandler } from '../../targets/handler.ts'
import { rerunOf } from '../run/rerun.ts'
import type { RunPlan } from '../run/run-plan.ts'
import type { BringUp } from '../run/target/bring-up.ts'
import { createResource } from './resource.ts'

const audience = 'https://notes.example'

const bringUpDemo: BringUp = async (trusted) => {
  if (!trusted) throw new TypeError('the demo needs its issuer')
  const target = await startHandler(createResource(trusted))
  const url = new URL('/notes', target.origin).href
  return { target, config: completeTargetConfig({ target: url, credential: jwtCredential(audience) }) }
}

/** A run against the server of the demo, in this process but over real sockets. */
export const demoPlan = (settings: Settings, argv: readonly string[]): RunPlan => ({
  bringUp: bringUpDemo,
  issuer: { port: 0, algorithms: [], audience, announced: false },
  acceptMs: 5000,
  rerun: rerunOf(argv),
  settings,
})
