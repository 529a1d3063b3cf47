import type { Client } from '../../clients/clients.ts'
import type { Fault } from '../../faults/fault.ts'
import { createClock } from '../../issuer/clock.ts'
import type { JournalEntry } from '../../issuer/journal.ts'
import { defaultUsers, type User } from '../../issuer/users.ts'
import type { KeyState } from '../../keys/ring/key-state.ts'

/** A fake control API for the dashboard: it has state, but no issuer. */
export const createFakeControlApi = (key?: string) => {
  const clock = createClock()
  const token = `${encode('{"alg":"ES256","kid":"kid-1"}')}.${encode(`{"sub":"alice","exp":${clock.now() + 300}}`)}.c2ln`
  const state = {
    keys: [keyState('RS256'), keyState('ES256')] as KeyState[],
    clients: new Map<string, Client>([['conformance', { clientId: 'conformance', anyLoopbackRedirect: true }]]),
    users: new Map<string, User>(defaultUsers.map((user) => [user.sub, user])),
    faults: [] as Fault[],
    journal: [] as JournalEntry[],
    resets: 0,
    recipes: [] as unknown[],
  }
  let count = 0

  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON the dashboard sends
  const answer = (verb: string, path: string, query: URLSearchParams, body: any): object | undefined => {
    const [name = '', id = ''] = path.split('/').map(decodeURIComponent)
    const known: Readonly<Record<string, () => object>> = {
      'GET keys': () => ({ issuer: '', jwksUri: '', keys: state.keys }),
      'POST rotate': () => {
        const rotating = state.keys.filter(({ active, alg }) => active && (body.alg ?? alg) === alg)
        const rotated = rotating.map((old) => {
          const added = keyState(old.alg)
          state.keys = state.keys.map((one) =>
            one === old ? { ...one, active: false, published: body.mode !== 'withdraw' } : one,
          )
          state.keys.push(added)
          return { alg: old.alg, previous: old.kid, current: added.kid }
        })
        return { rotated }
      },
      'POST withdraw': () => publish(body.kid, false),
      'POST restore': () => publish(body.kid, true),
      'GET clients': () => ({ clients: [...state.clients.values()] }),
      'PUT clients': () => ({ client: state.clients.set(id, body).get(id) }),
      'DELETE clients': () => ({ removed: state.clients.delete(id) }),
      'GET users': () => ({ users: [...state.users.values()] }),
      'PUT users': () => ({ user: state.users.set(id, body).get(id) }),
      'DELETE users': () => ({ removed: state.users.delete(id) }),
      'GET journal': () => ({
        entries: state.journal.filter((entry) => entry.id > Number(query.get('after'))),
        last: state.journal.at(-1)?.id ?? 0,
      }),
      'DELETE journal': () => ({ cleared: state.journal.splice(0).length }),
      'GET faults': () => ({ faults: state.faults }),
      'POST faults': () => {
        const fault: Fault = { ...body, id: `fault-${++count}` }
        state.faults.push(fault)
        return { fault }
      },
      'DELETE faults': () => {
        state.faults = state.faults.filter((fault) => query.has('id') && fault.id !== query.get('id'))
        return {}
      },
      'GET clock': () => clock.state(),
      'POST clock': () => {
        if (body.advance) clock.advance(seconds(body.advance))
        if (body.set) clock.set(typeof body.set === 'number' ? body.set : Date.parse(body.set) / 1000)
        if (body.freeze === true) clock.freeze()
        if (body.freeze === false) clock.resume()
        if (body.reset) clock.reset()
        return clock.state()
      },
      'GET tenants': () => ({ tenants: [{ name: 'blue', issuer: 'http://idp.test/blue' }] }),
      'GET flaws': () => ({ flaws: [{ id: 'claims/exp-past', about: 'expired an hour ago' }] }),
      'POST mint': () => {
        state.recipes.push(body)
        return { token }
      },
      'POST verify': () =>
        body.token === token ? { valid: true } : { valid: false, reason: 'The signature is wrong.' },
      'POST reset': () => ({ resets: ++state.resets }),
    }
    return known[`${verb} ${name}`]?.()
  }

  const publish = (kid: string, published: boolean): object => {
    state.keys = state.keys.map((one) => (one.kid === kid ? { ...one, published } : one))
    return { kid }
  }

  const handle = async (request: Request, path: string): Promise<Response> => {
    if (key !== undefined && request.headers.get('authorization') !== `Bearer ${key}`) {
      return Response.json({ error: 'access_denied', error_description: 'Send the control key.' }, { status: 401 })
    }
    const body = request.method === 'POST' || request.method === 'PUT' ? await request.json() : undefined
    const found = answer(request.method, path, new URL(request.url).searchParams, body)
    return found ? Response.json(found) : Response.json({ error: 'not_found' }, { status: 404 })
  }

  const record = (entry: Partial<JournalEntry>) => {
    const id = (state.journal.at(-1)?.id ?? 0) + 1
    state.journal.push({ ...defaultEntry, ...entry, id, time: new Date().toISOString() })
  }

  return { state, clock, token, handle, record }
}

let made = 0

const keyState = (alg: string): KeyState => {
  const kid = `${alg.toLowerCase()}-${String(++made).padStart(4, '0')}-Zk3vJxq9wLr2`
  return { kid, alg, active: true, published: true, jwk: { kty: 'EC', kid } }
}

const encode = (text: string) => Buffer.from(text).toString('base64url')

const seconds = (text: string): number => {
  const [, sign, count, unit] = /^([+-]?)(\d+)([smhd])$/.exec(text) ?? []
  const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }
  return Number(`${sign}${count}`) * (units[unit ?? ''] ?? Number.NaN)
}

const defaultEntry: Omit<JournalEntry, 'id'> = {
  time: '',
  endpoint: 'token',
  method: 'POST',
  path: '/token',
  parameters: {},
  status: 200,
  decision: 'issued',
  ms: 1.25,
}
