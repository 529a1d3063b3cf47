import type { Profile, RunCheck } from '../../harness/model.ts'
import { notTimed } from './allowed.ts'
import { algorithmOf } from './credential-parts.ts'

/** What all checks have in common that compare durations with one static credential. */
export const measured = {
  level: 'security',
  needs: ['static'],
  alone: true,
  confirms: true,
} as const satisfies Partial<RunCheck>

/** Leaves a check out where nothing may be measured, or for a credential that does not fit. */
export const forCredential =
  (fits: (credential: string) => boolean, otherwise: string) =>
  (profile: Profile): string | undefined =>
    notTimed(profile) ??
    (profile.credential.kind === 'static' && !fits(profile.credential.value) ? otherwise : undefined)

/** Leaves a check out for a credential that is not compared as a whole. */
export const forSecret = forCredential(
  (credential) => algorithmOf(credential) === undefined,
  'the credential is a signed token, which is not compared as a whole',
)

export const passesWithout = 'shows no difference at 99 %, in four looks, and the interval is small enough to say so'
