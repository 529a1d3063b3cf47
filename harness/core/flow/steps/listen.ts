import type { ListenStep } from '../../../model/steps/issuer.ts'
import type { StepKind } from '../step-kind.ts'

export const listen: StepKind<ListenStep> = {
  async play({ after = [], keys, pem, metadata }, { run }) {
    // With the usual keys, so that a target that follows a redirect to it keeps working.
    const set = JSON.stringify({ keys: keys ?? [...(await run.control.jwks()).keys, ...after] })
    const listener = await run.listen((path) => {
      if (pem !== undefined && path.includes('.pem')) return pem
      return metadata ? issuerAnswers(path, listener.url, set) : set
    })
    return { subject: {}, answers: [], values: { url: listener.url, requests: listener.requests } }
  },
}

/** What an issuer at this address answers: metadata at each well-known path, and its keys at `/jwks.json`. */
export const issuerAnswers = (path: string, url: string, set: string): string | undefined =>
  path.endsWith('/jwks.json') ? set : metadataAt(path, url)

/** The metadata of the issuer that a well-known path belongs to; undefined for any other path. */
function metadataAt(path: string, url: string): string | undefined {
  const [, base] = /^(.*)\/\.well-known\//.exec(path) ?? []
  return base === undefined ? undefined : JSON.stringify({ issuer: url + base, jwks_uri: `${url}/jwks.json` })
}
