import { exportedTokens } from '../features/tokens.ts'
import type { TargetConfig } from '../model/target-config.ts'

/** The exported token that an attempt names, such as `tokens.expired`; undefined where the configuration has none. */
export function exportedToken(
  name: string,
  { features, secrets }: Pick<TargetConfig, 'features' | 'secrets'>,
): string | undefined {
  const member = exportedTokens.find((each) => name === `tokens.${each}`)
  const declared = member && features.tokens?.[member]
  return declared && secrets[declared.env]
}
