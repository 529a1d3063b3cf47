import type { CheckInput } from '../../model/check.ts'
import type { Launched } from '../../model/run-context.ts'
import type { Env, IssuerAddress, Launcher } from '../../model/target.ts'
import type { ExtendableMask } from '../../wire/masking/mask.ts'
import type { Sender, Server } from './sender.ts'

/** Starts the target again, with other settings. */
interface Launches {
  /** Throws TypeError where we did not start the target. */
  launch(
    settings: Env,
    secrets: Readonly<Record<string, string>>,
    input: CheckInput,
    issuer?: IssuerAddress,
  ): Promise<Launched>
  /** Origins of all that were started, stopped or not. */
  readonly origins: readonly URL[]
}

interface LaunchOptions {
  readonly launcher: Launcher | undefined
  readonly connect: (origin: URL) => Server
  readonly sender: Sender
  readonly mask: ExtendableMask
}

export function createLaunches({ launcher, connect, sender, mask }: LaunchOptions): Launches {
  const origins: URL[] = []
  return {
    origins,
    async launch(settings, secrets, input, issuer) {
      if (!launcher) throw new TypeError('launch() needs a target that we start')
      for (const [name, value] of Object.entries(secrets)) mask.add({ name: `${name} of a launch`, value })
      const launched = await launcher.launch({ ...settings, ...secrets }, issuer)
      const server = launched.origin && connect(launched.origin)
      if (launched.origin) origins.push(launched.origin)
      return {
        ...launched,
        send(vector, attempt) {
          if (!server) throw new TypeError('send() needs a launch that answers')
          return sender.send(vector, attempt, input, { server })
        },
        async stop() {
          server?.wire.close()
          await launched.stop()
        },
      }
    },
  }
}
