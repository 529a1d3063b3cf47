/** Creates a response with a text body. An adapter can pass one that is faster than `new Response()`. */
export type Respond = (body: string | null, init: ResponseFields) => Response

interface ResponseFields {
  readonly status?: number
  readonly headers: Record<string, string>
}

export const platformRespond: Respond = (body, init) => new Response(body, init)
