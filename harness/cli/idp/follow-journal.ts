import type { ControlledIssuer } from '../../../mock-idp/model.ts'
import type { Io } from '../io.ts'

/** Prints each new journal entry as a line of JSON, until the command is interrupted. */
export async function followJournal(
  { journal }: Pick<ControlledIssuer, 'journal'>,
  filter: { readonly endpoint?: string },
  io: Pick<Io, 'interrupt' | 'stdout'>,
): Promise<void> {
  const signal = io.interrupt()
  const interrupted = new Promise<readonly []>((resolve) => {
    signal.addEventListener('abort', () => resolve([]), { once: true })
  })
  let after = (await journal.entries()).at(-1)?.id ?? 0
  while (!signal.aborted) {
    const entries = await Promise.race([journal.wait({ ...filter, after, timeout: 9000 }), interrupted])
    for (const entry of entries) io.stdout.write(`${JSON.stringify(entry)}\n`)
    after = entries.at(-1)?.id ?? after
  }
}
