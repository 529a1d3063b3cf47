import type { Declaration } from '../declaration.ts'

const timeoutMs = 2000

/** Declares `health`, for the health check of a container: exit code 0 if the mock identity provider answers, else 1. */
export function declareHealth({ command: parent, io, asAction }: Declaration): void {
  parent
    .command('health')
    .description('checks whether it answers')
    .option('--idp <url>', 'URL of the mock identity provider', 'http://127.0.0.1:9400')
    .action(
      asAction(async ({ idp }: { readonly idp: string }) => {
        const problem = await problemOf(idp)
        io.stdout.write(`${idp} ${problem ?? 'answers'}\n`)
        return problem === undefined ? 0 : 1
      }),
    )
}

/** The problem, or undefined. Any response below 500 is accepted, because the issuer may have a path. */
async function problemOf(url: string): Promise<string | undefined> {
  try {
    const { status } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
    return status < 500 ? undefined : `answers ${status}`
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return `does not answer: ${cause instanceof Error ? cause.message : String(cause)}`
  }
}
