import { generateKeyPairSync, sign } from 'node:crypto'
import { encode, type Json } from './parts.ts'

/** A token that an attacker signed with a P-256 key of his own. */
export function strangersToken(payload: string, header: Json = {}): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const input = `${encode({ alg: 'ES256', typ: 'JWT', ...header })}.${payload}`
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${input}.${encode(signature)}`
}
