import type { RunCheck } from '../../harness/model/check.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { notTimed } from './allowed.ts'
import { algorithmOf } from './credential-parts.ts'

/** What all checks have in common that compare durations with one static credential. */
export const measured = {
  level: 'security',
  needs: ['static'],
  exclusive: true,
  repeatsItself: true,
} as const satisfies Partial<RunCheck>

/** Leaves a check out where nothing may be measured, or for a credential that does not fit. */
export const forCredential =
  (fits: (credential: string) => boolean, otherwise: string) =>
  (config: TargetConfig): string | undefined =>
    notTimed(config) ?? (config.credential.kind === 'static' && !fits(config.credential.value) ? otherwise : undefined)

/** Leaves a check out for a credential that is not compared as a whole. */
export const forSecret = forCredential(
  (credential) => algorithmOf(credential) === undefined,
  'the credential is a signed token, which is not compared as a whole',
)

export const passesWithout = 'shows no difference at 99 %, in four looks, and the interval is small enough to say so'
