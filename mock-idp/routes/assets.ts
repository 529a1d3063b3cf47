import { OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'
import { assetResponse } from '../pages/assets.ts'

/** The files of the pages. */
export const pageAssets = ({ request, params }: Call): Response => {
  const found = assetResponse(params.name ?? '', request)
  if (found) return found
  throw new OAuthError(404, 'not_found', { description: 'The pages have no such file.' })
}
