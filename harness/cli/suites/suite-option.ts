import { Option } from 'commander'
import { collect } from '../run/arguments.ts'

/** Names modules with suites of the user. */
export const suiteOption = (): Option =>
  new Option(
    '--suite <file>',
    'also the suite that a module of your own exports (repeatable; default: those of the configuration file)',
  ).argParser(collect)
