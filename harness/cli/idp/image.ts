import type { Declaration } from '../declaration.ts'
import { asUsage } from './control-flags.ts'

interface Flags {
  readonly base?: string
}

/** Declares `image`: builds the container image of the mock identity provider. */
export function declareImage({ command: parent, io, asAction }: Declaration): void {
  parent
    .command('image')
    .description('builds its container image with docker')
    .argument('[name]', 'name of the image', 'auth-conformance-idp')
    .option(
      '--base <image>',
      'base image with Node.js, such as node:24-slim (default: none; the Node.js of this machine is copied)',
    )
    .action(
      asAction(async (name: string, { base }: Flags) => {
        const { buildImage } = await import('../../../mock-idp/container/image.ts')
        await asUsage(buildImage({ name, ...(base !== undefined && { base }) }))
        io.stdout.write(`docker run --read-only -p 9400:9400 ${name} --issuer-from-host\n`)
        return 0
      }),
    )
}
