import type { Settings } from '../../config/schema.ts'
import { completeProfile, jwtCredential } from '../../profile.ts'
import { startHandler } from '../../targets/handler.ts'
import type { BringUp } from '../test/bring-up.ts'
import type { Plan } from '../test/plan.ts'
import { rerunOf } from '../test/rerun.ts'
import { createResource } from './resource.ts'

const audience = 'https://notes.example'

const bringUpDemo: BringUp = async (trusted) => {
  if (!trusted) throw new TypeError('the demo needs its issuer')
  const target = await startHandler(createResource(trusted))
  const url = new URL('/notes', target.origin).href
  return { target, profile: completeProfile({ target: url, credential: jwtCredential(audience) }) }
}

/** A run against the server of the demo, in this process but over real sockets. */
export const demoPlan = (settings: Settings, argv: readonly string[]): Plan => ({
  bringUp: bringUpDemo,
  issuer: { port: 0, algorithms: [], audience, announced: false },
  acceptMs: 5000,
  rerun: rerunOf(argv),
  settings,
})
