/**
 * The flows per second of the mock IdP, compared with a loop that only signs, with a bare node:http server, and with other
 * mock IdPs, with the same requests, algorithm and load.
 *
 * All are child processes that are measured in turn. Unless they may use both cores, servers and the signing loop are
 * pinned to core 0 by `taskset`, and the sender to core 1. The medians of 5 rounds of 1 s are compared, after 3 rounds of
 * warm-up.
 */
import type { ChildProcess } from 'node:child_process'
import { type Measured, median, rounds } from '../ratio.ts'
import { ask, numberFrom, pinned, start } from './children.ts'
import type { FlowName } from './flows.ts'
import { installPeers } from './install.ts'

const roundMs = 1000
const warmUps = 3

interface Comparison {
  readonly flow: FlowName
  readonly alg: 'RS256' | 'ES256'
  /** The minimum ratio of ours to the other. */
  readonly goals: Readonly<Record<string, number>>
  /** Servers may use both cores, and share one with the sender. */
  readonly bothCores?: true
}

const comparisons: readonly Comparison[] = [
  {
    flow: 'client_credentials',
    alg: 'RS256',
    goals: { 'bare RS256': 0.65, 'oauth2-mock-server': 1.9, 'oidc-provider': 1.3 },
  },
  { flow: 'client_credentials', alg: 'ES256', goals: { 'oauth2-mock-server': 1.5, 'oidc-provider': 1.5 } },
  { flow: 'client_credentials', alg: 'RS256', goals: { 'bare RS256': 1 }, bothCores: true },
  { flow: 'PKCE flow', alg: 'RS256', goals: { 'oauth2-mock-server': 2 }, bothCores: true },
  { flow: 'JWK Set', alg: 'RS256', goals: { 'bare node:http': 0.8 } },
  { flow: 'discovery', alg: 'RS256', goals: { 'bare node:http': 0.8 } },
]

export const benchRates = async (): Promise<readonly Measured[]> => {
  installPeers()
  const measured: Measured[] = []
  for (const comparison of comparisons) measured.push(...(await compare(comparison)))
  return measured
}

interface Competitor {
  readonly name: string
  readonly child: ChildProcess
  /** Executes one round, and returns flows or signatures per second. */
  round(): Promise<number>
}

const compare = async (comparison: Comparison): Promise<readonly Measured[]> => {
  const { flow, alg, goals, bothCores } = comparison
  const sender = start('sender', { core: 1 })
  const pinning = bothCores ? {} : { core: 0 as const }
  const serverOf = async (name: string, child: ChildProcess): Promise<Competitor> => {
    const port = await numberFrom(child)
    return { name, child, round: () => ask(sender, { flow, port, ms: roundMs }) }
  }
  const startOther = async (name: string): Promise<Competitor> => {
    if (name === 'bare RS256') {
      const child = start('signer', { core: 0 })
      return { name, child, round: () => ask(child, { ms: roundMs }) }
    }
    return serverOf(name, start(name === 'bare node:http' ? 'server' : 'peer', { args: [name, alg], ...pinning }))
  }
  const ours = await serverOf('idp', start('server', { args: ['idp', alg], ...pinning }))
  const others = await Promise.all(Object.keys(goals).map(startOther))
  const all = [ours, ...others]
  const rates = new Map(all.map((one): [Competitor, number[]] => [one, []]))
  try {
    for (let round = -warmUps; round < rounds; round++) {
      for (const one of all) {
        const rate = await one.round()
        if (round >= 0) rates.get(one)?.push(rate)
      }
    }
  } finally {
    for (const { child } of all) child.kill()
    sender.kill()
  }
  const own = median(rates.get(ours) ?? [])
  return others.map((other) => {
    const theirs = median(rates.get(other) ?? [])
    return {
      name: `idp, ${flow} ${alg}${bothCores ? ', two cores' : ''} / ${other.name}`,
      ratio: own / theirs,
      medians: `${Math.round(own)} / ${Math.round(theirs)} a second`,
      atLeast: goals[other.name] ?? 1,
      detail: `${pinned ? 'pinned to cores' : 'not pinned, because taskset or a second core is missing'}, ${roundMs} ms a round`,
    }
  })
}
