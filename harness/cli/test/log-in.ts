import { ConformanceError } from '../../errors.ts'
import { identifierIn } from '../../issued.ts'
import type { Profile } from '../../model.ts'
import { staticCredential } from '../../profile.ts'
import { createWireClient, type WireClientOptions } from '../../wire/client.ts'
import { composeRequest } from '../../wire/request.ts'

/**
 * The profile with the access token that the login of the target answers as its credential.
 *
 * @throws {ConformanceError} `NO_ACCESS_TOKEN`, `CONFIG` where no login is declared
 */
export async function logIn(
  profile: Profile,
  options: Pick<WireClientOptions, 'signal' | 'timeoutMs'>,
): Promise<Profile> {
  const { features, secrets, credential } = profile
  const { login } = features
  if (login?.rules !== 'application') {
    throw new ConformanceError('CONFIG', 'signIn takes the credential from a login, but none is declared.', {
      next: "Declare it: login: { path: '/auth/login', username: 'demo', password: { env: 'PASSWORD' } }",
    })
  }
  const url = new URL(login.path, profile.target)
  const { names } = login
  const members = {
    ...login.with,
    [names.username]: login.username,
    [names.password]: secrets[login.password.env] ?? '',
  }
  const form = login.format === 'form'
  const body = form ? new URLSearchParams(members).toString() : JSON.stringify(members)
  const fields = [
    `Host: ${url.host}`,
    'User-Agent: auth-conformance',
    'Accept: application/json',
    `Content-Type: application/${form ? 'x-www-form-urlencoded' : 'json'}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  const wire = createWireClient({ origin: url, ...options })
  const bytes = composeRequest({
    method: 'POST',
    target: url.pathname + url.search,
    fields,
    body: Buffer.from(body, 'utf8').toString('latin1'),
  })
  const { response, failure } = await wire.send({ method: 'POST', bytes }).finally(() => wire.close())
  const access = identifierIn(response?.body.toString('utf8') ?? '', names.access ?? 'access')
  if (access === undefined) {
    const answer = response ? `${response.status} ${response.reason}`.trim() : (failure?.detail ?? 'nothing')
    throw new ConformanceError('NO_ACCESS_TOKEN', `The login at ${url.href} gave no access token: ${answer}.`, {
      next: `Are ${names.username} and the password in ${login.password.env} right, and is its answer's member "${names.access ?? 'access'}"?`,
    })
  }
  return {
    ...profile,
    credential: staticCredential(access, credential.kind === 'static' ? credential.source : 'TOKEN'),
  }
}
