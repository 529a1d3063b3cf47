import { randomBytes } from 'node:crypto'
import { mint } from '../../../mock-idp/issuer/mint.ts'
import { findAlgorithm } from '../../../mock-idp/keys/algorithms.ts'
import { createKeyRing } from '../../../mock-idp/keys/ring/ring.ts'
import type { TokenRecipe } from '../../../mock-idp/model.ts'

/** Fixed, so that an explanation says the same whenever it is asked for. Seconds since the epoch. */
const now = 1_767_225_600

const signatureLengths: Readonly<Record<string, number>> = { ES256: 64, ES384: 96, ES512: 132, EdDSA: 64, Ed25519: 64 }

/** A token as the recipe says, whose signature is random unless the recipe gives one. */
export async function mintUnsigned(recipe: TokenRecipe, issuer: string): Promise<string> {
  const ring = createKeyRing(['ES256'])
  const { key } = await ring.signer({})
  const keys: typeof ring = {
    ...ring,
    signer: async ({ alg = 'RS256', kid = alg.startsWith('E') ? 'sample-ec' : 'sample-rsa' }) => ({
      key: { ...key, kid },
      algorithm: findAlgorithm(alg),
    }),
  }
  const bytes = signatureLengths[recipe.alg ?? ''] ?? 256
  const signature = recipe.signature ?? randomBytes(bytes).toString('base64url')
  return mint({ issuer, keys, now: () => now }, { ...recipe, claims: { jti: 'sample', ...recipe.claims }, signature })
}
