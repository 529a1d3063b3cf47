import { staticCredential } from '../../config/target-config.ts'
import { unknownTokenLike } from '../../core/credential.ts'
import type { CheckInput, ComparisonCheck } from '../../model/check.ts'
import { timedGroups } from '../../timing/comparison/timed-groups.ts'
import { requestLines } from './request-lines.ts'
import { sampleFor } from './sample.ts'

/** One of the many requests of each group; the credential is a sample. */
export async function comparisonLines(
  check: ComparisonCheck,
  bold: (text: string) => string,
): Promise<readonly string[]> {
  const sends = ['', `${bold('Sends')}     ${check.sends}`]
  if (check.compare === 'seeded leak') return sends
  const input = await sampleFor(check)
  const token = sampleToken(check, input)
  const { groups, draw } = timedGroups(check.compare, { config: input.config, unknownTokenLike }, token)
  const { left, right } = draw()
  const block = async (name: string, attempt: (typeof left)[number] = {}) => [
    `  [${name}]`,
    ...(await requestLines(attempt, { ...input, token })).map((line) => `    ${line}`),
  ]
  return [...sends, ...(await block(groups.left, left[0])), ...(await block(groups.right, right[0]))]
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const hmacToken = `${part({ alg: 'HS256' })}.${part({ sub: 'demo' })}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`

/** A token that the check is not skipped for. */
const sampleToken = ({ skipIf }: ComparisonCheck, { token, config }: CheckInput): string =>
  [token, hmacToken].find(
    (value) => skipIf?.({ ...config, credential: staticCredential(value, 'API_TOKEN') }) === undefined,
  ) ?? token
