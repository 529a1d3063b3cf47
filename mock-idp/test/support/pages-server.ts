import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { assetResponse } from '../../pages/assets.ts'
import { pageHeaders } from '../../pages/headers.ts'
import { createFakeControlApi } from './fake-control-api.ts'
import { samplePages } from './sample-pages.ts'

export interface PagesServer {
  readonly origin: string
  /** The forms that were submitted. */
  readonly forms: URLSearchParams[]
  readonly control: ReturnType<typeof createFakeControlApi>
  close(): Promise<void>
}

export interface PagesOptions {
  readonly base?: string
  readonly controlKey?: string
  /** Whether the control API is off. */
  readonly controlOff?: boolean
  /** Where forms, and `/hop`, redirect to. */
  readonly formTarget?: string
  /** The form targets in the policy of the pages. Default: the form target. */
  readonly formTargets?: readonly string[]
}

/** Serves all sample pages on a loopback port, with a fake control API. */
export const servePages = async (options: PagesOptions = {}): Promise<PagesServer> => {
  const { base = '', formTarget } = options
  const { formTargets = formTarget === undefined ? [] : [formTarget] } = options
  const forms: URLSearchParams[] = []
  const control = createFakeControlApi(options.controlKey)

  const answer = async (request: Request, origin: string): Promise<Response> => {
    const { pathname } = new URL(request.url)
    const path = pathname.slice(base.length)
    if (path.startsWith('/_control/')) {
      return options.controlOff ? new Response('{}', { status: 404 }) : control.handle(request, path.slice(10))
    }
    if (path.startsWith('/_assets/'))
      return assetResponse(path.slice(9), request) ?? new Response(null, { status: 404 })
    const page = samplePages(base, origin, formTarget)[path]?.render()
    if (request.method === 'POST' || path === '/hop') {
      if (request.body) forms.push(new URLSearchParams(await request.text()))
      return new Response(null, { status: 303, headers: { Location: formTarget ?? `${base}/error` } })
    }
    return page === undefined
      ? new Response(null, { status: 404 })
      : new Response(page, { headers: pageHeaders({ formTargets }) })
  }

  const server = createServer(async (incoming, outgoing) => {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const body = incoming.method === 'POST' || incoming.method === 'PUT' ? await text(incoming) : undefined
    const headers = Object.entries(incoming.headers).filter(([name]) => !/^(connection|host)$/.test(name))
    const response = await answer(
      new Request(origin + incoming.url, {
        method: incoming.method ?? 'GET',
        headers: headers.map(([name, value]) => [name, String(value)]),
        ...(body !== undefined && { body }),
      }),
      origin,
    )
    outgoing.writeHead(response.status, Object.fromEntries(response.headers))
    if (response.body) Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]).pipe(outgoing)
    else outgoing.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    forms,
    control,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
