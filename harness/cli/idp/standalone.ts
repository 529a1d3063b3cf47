/** The mock identity provider as a separate program, equal to `conformance idp`. Bundled as dist/idp/idp.js. */
import { enableCompileCache } from 'node:module'

// Called before large modules are loaded. It halves the time of the second start.
enableCompileCache()
const { runStandalone } = await import('./run-standalone.ts')
await runStandalone()
