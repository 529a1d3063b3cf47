import type { ComparedGroup, Comparison } from '../../model/comparison.ts'
import type { Attempt } from '../../model/expectation.ts'
import type { RunContext, TimedGroups } from '../../model/run-context.ts'
import { endpointsOf } from '../../oauth-client/login-endpoints.ts'
import { candidates, withWrongParts } from './candidates.ts'

type Source = Pick<RunContext, 'config' | 'unknownTokenLike'>

/** The requests of a comparison for a target that accepts this token. */
export function timedGroups({ left, right, tolerated }: Comparison, source: Source, token: string): TimedGroups {
  const pads = [left, right].some((group) => 'oneByteShorter' in group)
  const draw = (group: ComparedGroup): readonly Attempt[] => {
    const request = 'wrong' in group ? credentials(group, source, token, pads) : logins(group, source)
    return Array.from({ length: candidates }, request)
  }
  return {
    groups: { left: left.name, right: right.name },
    draw: () => ({ left: draw(left), right: draw(right) }),
    ...(tolerated && {
      resolution: (usual) => Math.max(tolerated.nanoseconds, usual * (tolerated.share ?? 0)),
    }),
  }
}

const credentials =
  (
    { wrong, oneByteShorter }: Extract<ComparedGroup, { wrong: unknown }>,
    { unknownTokenLike }: Source,
    token: string,
    pads: boolean,
  ) =>
  (): Attempt => {
    const rejected = withWrongParts(unknownTokenLike, token, wrong)
    if (!pads) return { token: rejected }
    return oneByteShorter
      ? { token: rejected.slice(0, -1), fields: ['X-Padding: ab'] }
      : { token: rejected, fields: ['X-Padding: a'] }
  }

function logins(
  { wrongLogin }: Extract<ComparedGroup, { wrongLogin: unknown }>,
  { config, unknownTokenLike }: Source,
): () => Attempt {
  const { username, password, logIn } = endpointsOf(config)
  // A single unknown name, as there is a single known one: names that were seen before are read a little faster.
  const user = wrongLogin.includes('username') ? unknownTokenLike(username, 0) : username
  return () =>
    logIn({ username: user, password: wrongLogin.includes('password') ? unknownTokenLike(password, 0) : password })
}
