import type { ExportedToken } from '../model/features.ts'
import type { TargetConfig } from '../model/target-config.ts'

/** The exported token that an attempt names, such as `tokens.expired`; undefined where the configuration has none. */
export function exportedToken(
  name: string,
  { features, secrets }: Pick<TargetConfig, 'features' | 'secrets'>,
): string | undefined {
  const [feature, member] = name.split('.')
  const declared = feature === 'tokens' ? features.tokens?.[member as ExportedToken] : undefined
  return declared && secrets[declared.env]
}
