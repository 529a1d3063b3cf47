import type { Declaration } from '../declaration.ts'
import { asUsage } from './control-flags.ts'

interface Flags {
  readonly base?: string
}

/** Declares `image`: builds the container image of the mock identity provider. */
export function declareImage({ command: parent, io, asAction }: Declaration): void {
  parent
    .command('image')
    .description('builds its container image with docker: non-root, for a read-only root')
    .argument('[name]', 'what the image is called', 'auth-conformance-idp')
    .option('--base <image>', 'an image with Node.js, such as node:24-slim (default: none, with the Node.js here)')
    .action(
      asAction(async (name: string, { base }: Flags) => {
        const { buildImage } = await import('../../../mock-idp/container/image.ts')
        await asUsage(buildImage({ name, ...(base !== undefined && { base }) }))
        io.stdout.write(`docker run --read-only -p 9400:9400 ${name} --issuer-from-host\n`)
        return 0
      }),
    )
}
