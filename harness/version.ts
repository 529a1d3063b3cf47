import { createRequire } from 'node:module'

const manifest: { version: string } = createRequire(import.meta.url)('auth-conformance/package.json')

/** The version of this package. */
export const { version } = manifest
