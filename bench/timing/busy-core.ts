import { shell } from '../../fixtures/field/languages.ts'
import { startGroup } from '../../harness/targets/process-group.ts'

/** Starts a process that keeps a core busy, and does not outlive this one. */
export const keepCoreBusy = (): { stop(): Promise<void> } =>
  startGroup(shell(process.execPath, '--eval', 'for (;;) {}'), process.env)
