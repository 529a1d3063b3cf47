import type { Declaration } from '../declaration.ts'

const timeoutMs = 2000

/** Declares `health`, for the health check of a container: ends with 0 when the mock identity provider answers, else with 1. */
export function declareHealth({ command: parent, io, asAction }: Declaration): void {
  parent
    .command('health')
    .description('says whether it answers')
    .option('--idp <url>', 'where it listens', 'http://127.0.0.1:9400')
    .action(
      asAction(async ({ idp }: { readonly idp: string }) => {
        const state = await stateOf(idp)
        io.stdout.write(`${idp} ${state ?? 'answers'}\n`)
        return state === undefined ? 0 : 1
      }),
    )
}

/** What is wrong; undefined when nothing is. Any answer counts, since the issuer may have a path of its own. */
async function stateOf(url: string): Promise<string | undefined> {
  try {
    const { status } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
    return status < 500 ? undefined : `answers ${status}`
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return `does not answer: ${cause instanceof Error ? cause.message : String(cause)}`
  }
}
