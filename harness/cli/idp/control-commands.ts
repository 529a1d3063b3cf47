import type { ControlledIssuer, FaultRecipe } from '../../../mock-idp/index.ts'
import { ConformanceError } from '../../errors.ts'
import type { Declaration } from '../declaration.ts'
import type { Io } from '../io.ts'
import { readSecret } from './client-flags.ts'
import { asUsage, type ControlFlags, connectTo, controlOptions, readObject } from './control-flags.ts'
import { followJournal } from './follow-journal.ts'

type Run = (
  issuer: ControlledIssuer,
  args: readonly string[],
  flags: Readonly<Record<string, string>>,
  io: Io,
) => Promise<unknown>

/** A subcommand that controls a running mock identity provider. */
export interface ControlCommand {
  readonly name: string
  readonly about: string
  /** As commander writes them: `<kid>`, `[name]`. */
  readonly args?: readonly string[]
  readonly options?: readonly (readonly [string, string])[]
  readonly run: Run
}

const number = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new ConformanceError('USAGE', `${JSON.stringify(text)} is not a whole number.`)
}

const defined = (members: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))

/** The subcommands for a running mock identity provider: one for each function of its control API. */
export const controlCommands: readonly ControlCommand[] = [
  { name: 'keys', about: 'lists its keys', run: (issuer) => issuer.keys() },
  {
    name: 'rotate',
    about: 'replaces the active keys with new ones',
    options: [
      ['--alg <alg>', 'only of this algorithm'],
      ['--mode <mode>', 'overlap (default) keeps the old keys published, withdraw does not'],
    ],
    run: (issuer, _, { alg, mode }) =>
      issuer.rotate({ ...(alg !== undefined && { alg }), ...(mode === 'withdraw' && { mode }) }),
  },
  {
    name: 'withdraw',
    about: 'removes a key from the JWK Set',
    args: ['<kid>'],
    run: (issuer, [kid = '']) => issuer.withdraw(kid),
  },
  {
    name: 'restore',
    about: 'publishes a withdrawn key again',
    args: ['<kid>'],
    run: (issuer, [kid = '']) => issuer.restore(kid),
  },
  {
    name: 'rotation',
    about: 'rotates the keys periodically, or never',
    args: ['<seconds|never>'],
    options: [
      ['--overlap <seconds>', 'how long a replaced key stays published'],
      ['--announce <seconds>', 'how long a new key is published before it signs'],
    ],
    run: (issuer, [every], { overlap, announce }) =>
      issuer.scheduleRotation(
        every === 'never'
          ? null
          : { every: number(every) ?? 0, ...defined({ overlap: number(overlap), announce: number(announce) }) },
      ),
  },
  { name: 'faults', about: 'lists the faults', run: (issuer) => issuer.faults.list() },
  {
    name: 'fault',
    about: 'sets a fault: status, delay, stall, drop, truncate, bad-json, stale-jwks, wrong-issuer …',
    args: ['<kind>'],
    options: [
      ['--at <endpoint>', 'such as jwks or token (default: depends on the kind)'],
      ['--times <n>', 'number of requests (default: until cleared)'],
      ['--status <code>', 'for status'],
      ['--ms <milliseconds>', 'for delay and stall; for huge-body between chunks'],
      ['--body <text>', 'for status and content-type, such as another JWK Set'],
      ['--content-type <type>', 'for content-type'],
      ['--bytes <n>', 'for truncate and huge-body'],
      ['--gzip', 'for huge-body'],
      ['--location <url>', 'for redirect'],
    ],
    run: (issuer, [kind], { at, times, status, ms, body, contentType, bytes, gzip, location }) =>
      issuer.faults.add(
        defined({
          kind,
          endpoint: at,
          times: number(times),
          status: number(status),
          ms: number(ms),
          body,
          contentType,
          bytes: number(bytes),
          gzip: gzip && true,
          location,
        }) as FaultRecipe,
      ),
  },
  { name: 'clear-faults', about: 'removes all faults', run: (issuer) => issuer.faults.clear() },
  {
    name: 'clock',
    about: 'shows or changes its clock: set <time>, advance <duration>, freeze, resume, reset',
    args: ['[move]', '[by]'],
    run: (issuer, [move, by]) => moveClock(issuer, move, by),
  },
  {
    name: 'journal',
    about: 'lists the requests with their outcome and the reason',
    options: [
      ['--endpoint <name>', 'only requests to this endpoint'],
      ['--wait <n>', 'waits for this number of requests, 10 s at most'],
      ['--follow', 'prints each new request as a line of JSON, until Ctrl-C'],
    ],
    run: (issuer, _, { endpoint, wait, follow }, io) => {
      const filter = endpoint === undefined ? {} : { endpoint }
      if (follow) return followJournal(issuer, filter, io)
      const count = number(wait)
      return count === undefined ? issuer.journal.entries(filter) : issuer.journal.wait({ ...filter, count })
    },
  },
  { name: 'users', about: 'lists the users', run: (issuer) => issuer.users.list() },
  {
    name: 'user',
    about: 'adds or replaces a user',
    args: ['<sub>', '[claims]'],
    run: (issuer, [sub = '', claims = '{}']) => issuer.users.put({ sub, claims: readObject('claims', claims) }),
  },
  {
    name: 'remove-user',
    about: 'removes a user',
    args: ['<sub>'],
    run: (issuer, [sub = '']) => issuer.users.remove(sub),
  },
  { name: 'clients', about: 'lists the clients, without their secrets', run: (issuer) => issuer.clients.list() },
  {
    name: 'client',
    about: 'adds or replaces a client; the JSON is as in a configuration file',
    args: ['<id>', '[json]'],
    options: [['--secret-env <name>', 'environment variable with its secret (default: none, a public client)']],
    run: (issuer, [clientId = '', json = '{}'], { secretEnv }, { env }) => {
      const secret = secretEnv === undefined ? {} : { clientSecret: readSecret('--secret-env', secretEnv, env) }
      return issuer.clients.put({ ...readObject('client', json), ...secret, clientId })
    },
  },
  {
    name: 'remove-client',
    about: 'removes a client',
    args: ['<id>'],
    run: (issuer, [clientId = '']) => issuer.clients.remove(clientId),
  },
  { name: 'tenants', about: 'lists the issuers of the process', run: (issuer) => issuer.tenants.list() },
  {
    name: 'remove-tenant',
    about: 'deletes an issuer with its state',
    args: ['<name>'],
    run: (issuer, [name = '']) => issuer.tenants.remove(name),
  },
  {
    name: 'settings',
    about: 'shows or changes the settings',
    args: ['[json]'],
    run: (issuer, [json]) =>
      json === undefined ? issuer.settings.get() : issuer.settings.change(readObject('settings', json)),
  },
  {
    name: 'verify',
    about: 'verifies a token',
    args: ['<token>'],
    run: (issuer, [token = '']) => issuer.verify(token),
  },
  { name: 'reset', about: 'restores the initial state', run: (issuer) => issuer.reset() },
]

const moveClock = (issuer: ControlledIssuer, move: string | undefined, by: string | undefined): Promise<unknown> => {
  const { clock } = issuer
  switch (move) {
    case undefined:
      return clock.state()
    case 'set':
    case 'advance':
      if (by === undefined) throw new ConformanceError('USAGE', `clock ${move} needs a time, such as 5m.`)
      return move === 'set' ? clock.set(by) : clock.advance(by)
    case 'freeze':
    case 'resume':
    case 'reset':
      return clock[move]()
    default:
      throw new ConformanceError('USAGE', `The clock cannot ${JSON.stringify(move)}.`, {
        next: 'Use set, advance, freeze, resume or reset.',
      })
  }
}

/** Declares the subcommands. They print JSON, or nothing if there is no result. */
export function declareControlCommands({ command: parent, io, asAction }: Declaration): void {
  for (const { name, about, args = [], options = [], run } of controlCommands) {
    const command = parent.command(name).description(about)
    for (const arg of args) command.argument(arg)
    for (const [flags, text] of options) command.option(flags, text)
    for (const option of controlOptions()) command.addOption(option)
    command.action(
      asAction(async (...received: unknown[]) => {
        const flags = received[args.length] as ControlFlags & Readonly<Record<string, string>>
        const issuer = await connectTo(flags, io)
        const sent = received.slice(0, args.length).map((arg) => arg as string)
        const result = await asUsage(Promise.resolve(run(issuer, sent, flags, io)))
        if (result !== undefined) io.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`)
        return 0
      }),
    )
  }
}
