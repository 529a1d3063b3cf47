import type { JwkSet, TokenRecipe } from '../../../mock-idp/model.ts'
import { completeTargetConfig, jwtCredential, staticCredential } from '../../config/target-config.ts'
import { tokenRecipe, unknownTokenFor } from '../../core/credential.ts'
import type { Check, CheckInput } from '../../model/check.ts'
import type { TargetConfig } from '../../model/target-config.ts'
import { capabilities } from './needs.ts'

const target = 'http://127.0.0.1:8000/me'
const issuer = 'http://127.0.0.1:9400'
/** Sample public keys that no issuer uses: generating keys would make `explain` slow. */
const rsaModulus =
  'kdDuuX6JhN6NmrgiNBvsW_twRQ2PF64efWeFNxCPZUmvOAfohV2TjZVJmzDRUxQlkkrdGwLeKQw8SVhD_ejSpGzikD3LmyC8qrIdigq3ivSFrE493J0yPuhxPfOJPeLT7XB70BWJXZwmSdZ8Lxs9pi-BlzqOJt1Q_3gYCaTnu85ksF9_Q-d-2xTVN7VUzFRqpdPTwK8aLGlnLKTrr-Pe9HnHx6XEMBhcJ-a47PIBMWQnndTI5O1SH020mw6-8M7SAik6hCXqZusEJB4rLoIskNqSL-uyN-BI-WmJWLKggz6whuyn51On5S4SJYmuUhHiXuuaWpMsDBNjzuifQo8mew'
const jwks: JwkSet = {
  keys: [
    { kid: 'sample-rsa', use: 'sig', alg: 'RS256', kty: 'RSA', e: 'AQAB', n: rsaModulus },
    {
      kid: 'sample-ec',
      use: 'sig',
      alg: 'ES256',
      kty: 'EC',
      crv: 'P-256',
      x: 'cOxzXCqfmyJIyWe9Jz53NZDtVU32iJD1Rda0-snK7sw',
      y: 'FWdrE8XP5sepGSa1GErI4zLsf4fqMmVzXQzgbW0vNAs',
    },
  ],
}

export interface SampleOptions {
  /** Declares every feature, for a check that uses one although it needs none. Default: only where one is needed. */
  readonly allFeatures?: boolean
}

/** All features by their examples, with sample values for the secrets that these name. */
async function declaredFor(
  { needs }: Check,
  { allFeatures = false }: SampleOptions,
): Promise<Pick<TargetConfig, 'features' | 'secrets'>> {
  // Features bring their schemas, which take longer to load than all else.
  if (!allFeatures && needs.every((need) => need in capabilities)) return { features: {}, secrets: {} }
  const { features, featureNames } = await import('../../features/index.ts')
  const { secretNames } = await import('../../features/secret.ts')
  const examples = featureNames.map((name) => [name, features[name].schema.parse(features[name].example)] as const)
  const secrets = examples.flatMap(([, example]) => secretNames(example)).map((name) => [name, `made-up-${name}`])
  return { features: Object.fromEntries(examples), secrets: Object.fromEntries(secrets) }
}

/** Sample input of a check. Its tokens have everything but a valid signature. */
export async function sampleFor(check: Check, options: SampleOptions = {}): Promise<CheckInput> {
  const { needs } = check
  const credential =
    needs.includes('issuer') || needs.includes('jwt')
      ? jwtCredential('https://api.example')
      : staticCredential('mF_9.B5f-4.1JqM', 'API_TOKEN')
  const channel = needs.includes('apikey') ? { channel: { field: 'X-API-Key', scheme: '' } } : {}
  const config = completeTargetConfig({
    target,
    credential,
    ...(await declaredFor(check, options)),
    ...channel,
  })
  const mintSample = async (changes?: TokenRecipe): Promise<string> => {
    if (credential.kind !== 'jwt') throw new TypeError('no issuer')
    const { mintUnsigned } = await import('./sample-token.ts')
    return mintUnsigned(tokenRecipe(credential, changes), issuer)
  }
  const token = credential.kind === 'static' ? credential.value : await mintSample()
  return {
    token,
    unknownToken: unknownTokenFor(token, config),
    target: new URL(target),
    issuer,
    config,
    jwks,
    mint: mintSample,
  }
}
