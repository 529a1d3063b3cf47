/** The mock identity provider as a program of its own: what `conformance idp` is, and nothing else. Bundled as dist/idp/idp.js. */
import { enableCompileCache } from 'node:module'

// Before anything large is loaded: a second start takes half the time.
enableCompileCache()
const { runStandalone } = await import('./run-standalone.ts')
await runStandalone()
