import type { CheckInput } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'

/** Every identity of the configuration, with its credential. */
export const identitiesOf = ({ config }: CheckInput): Readonly<Record<string, Attempt>> => ({
  default: {},
  ...Object.fromEntries(
    Object.entries(config.features.identities ?? {}).map(([name, identity]) => [
      name,
      'env' in identity ? { token: config.secrets[identity.env] ?? '' } : { jwt: { claims: identity.claims } },
    ]),
  ),
})
