// The part of supertest that these tests use. Its package has no types of its own.
declare module 'supertest' {
  import type { RequestListener } from 'node:http'

  interface Response {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly text: string
    readonly body: Readonly<Record<string, unknown>>
  }

  interface Test extends PromiseLike<Response> {
    set(field: string, value: string): Test
    auth(user: string, password: string): Test
    type(mediaType: string): Test
    send(body: string | object): Test
    expect(status: number): Test
    expect(field: string, value: string | RegExp): Test
  }

  interface Agent {
    get(path: string): Test
    head(path: string): Test
    post(path: string): Test
    options(path: string): Test
  }

  export default function request(handler: RequestListener): Agent
}
