import type { Attempt, Known } from '../../harness/model.ts'

/** Every identity of the profile, with what it presents. */
export const identitiesOf = ({ profile }: Known): Readonly<Record<string, Attempt>> => ({
  default: {},
  ...Object.fromEntries(
    Object.entries(profile.features.identities ?? {}).map(([name, identity]) => [
      name,
      'env' in identity ? { token: profile.secrets[identity.env] ?? '' } : { jwt: { claims: identity.claims } },
    ]),
  ),
})
