import type { ConfigInput } from './schema.ts'

/** The content of `conformance.config.ts`: the flags of `conformance test` by name, and `channel` and `accepts`. */
export type Config = Readonly<ConfigInput>

/** Gives the configuration file its type. */
export const defineConfig = (config: Config): Config => config
