import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** Names of configuration files that are found by themselves. */
const fileNames = ['ts', 'js', 'mjs', 'json', 'yaml', 'yml'].map((extension) => `conformance.config.${extension}`)

/** The configuration file of a directory; undefined where there is none. */
export const configFileIn = (folder: string): string | undefined =>
  fileNames.find((name) => existsSync(resolve(folder, name)))
