import { getRequestListener } from '@hono/node-server'
import type { Respond } from '../http/respond.ts'

/**
 * Makes the Response that the listener of @hono/node-server writes without a stream, which halves the time of an
 * answer. That class is to be had only as the global that the listener installs, so it is borrowed from there, and the
 * global put back, because the process may belong to the tests of someone who wants the globals of the platform.
 */
export const listenerRespond = (): Respond => {
  const names = ['Request', 'Response'] as const
  const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const)
  getRequestListener(() => undefined, { overrideGlobalObjects: true })
  const TextResponse = globalThis.Response
  for (const [name, descriptor] of before) if (descriptor) Object.defineProperty(globalThis, name, descriptor)
  return (body, init) => new TextResponse(body, init)
}
