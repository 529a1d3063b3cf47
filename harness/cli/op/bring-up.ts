import { openSession } from '../../core/session.ts'
import { ConformanceError } from '../../errors.ts'
import { describeAnswer } from '../../expect/received.ts'
import { discover, issuerOf, metadataPaths } from '../../oauth-client/discovery.ts'
import { signIn } from '../run/credentials/sign-in.ts'
import type { BringUp, BroughtUp } from '../run/target/bring-up.ts'

/**
 * Finds the metadata of the issuer, which are the target; where a client is declared, signs in once, because nothing else
 * could be tested with it otherwise.
 *
 * @throws {ConformanceError} `TARGET_UNREACHABLE`, `NO_ACCESS_TOKEN`
 */
export const bringUpIssuer =
  (bringUp: BringUp, limits: { readonly timeoutMs?: number }): BringUp =>
  async (trusted, signal) => {
    const found = await atMetadata(await bringUp(trusted, signal), { ...limits, signal })
    const next =
      'Is the client registered with this redirect URI and secret, and are the fields of --sign-in those of its forms? Without --client-id, what needs no client is tested.'
    if (found.config.features.op?.client) await signIn(found, { ...limits, signal, next })
    return found
  }

async function atMetadata(
  stage: BroughtUp,
  options: { readonly timeoutMs?: number; readonly signal: AbortSignal },
): Promise<BroughtUp> {
  const { target, config } = stage
  const session = await openSession({ origin: target.origin, config, ...options })
  try {
    const input = await session.checkInput()
    const { observed } = await discover(input, (attempt) => session.send('metadata', attempt, input))
    const { path = '/' } = observed.attempt
    if (observed.unmasked?.status === 200) {
      return { ...stage, config: { ...config, target: new URL(path, target.origin).href } }
    }
    const { openid, oauth } = metadataPaths(issuerOf(input))
    throw new ConformanceError(
      'TARGET_UNREACHABLE',
      `${target.origin.origin} shows no metadata at ${openid} or ${oauth}: ${describeAnswer(observed)}.`,
      { next: 'Is --issuer the issuer identifier, with its path, and is the server running?' },
    )
  } finally {
    session.close()
  }
}
