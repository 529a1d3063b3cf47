import { runProcess } from '../main.ts'
import { declareServing } from './declare.ts'

/** Runs the command line of this process like `conformance idp`. */
export const runStandalone = (): Promise<void> =>
  runProcess({
    program: {
      name: 'idp',
      about: 'A mock identity provider for development and CI.',
      commands: [],
      declare: declareServing,
    },
  })
