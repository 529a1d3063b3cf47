import { declareServing } from '../idp.ts'
import { ownParts, runProcess } from '../main.ts'

/** Runs the command line of this process like `conformance idp`. */
export const runStandalone = (): Promise<void> =>
  runProcess({
    ...ownParts,
    commands: {
      name: 'idp',
      about: 'A mock identity provider for development and CI.',
      declares: [(declaration) => declareServing(declaration, declaration.program)],
    },
  })
