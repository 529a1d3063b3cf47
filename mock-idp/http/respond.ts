/** Makes an answer of text. A door may bring a way of its own that is faster than a Response of the platform. */
export type Respond = (body: string | null, init: ResponseFields) => Response

export interface ResponseFields {
  readonly status?: number
  readonly headers: Record<string, string>
}

export const platformRespond: Respond = (body, init) => new Response(body, init)
