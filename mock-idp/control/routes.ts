import { Hono } from 'hono'
import { z } from 'zod'
import { readText } from '../body.ts'
import { IdpError, invalidRequest, Refusal } from '../errors.ts'
import type { Provider } from '../provider.ts'
import { mintRequest, rotateRequest, withdrawRequest } from './schemas.ts'

/** Recipes may make tokens larger than any server takes. Bytes. */
const bodyLimit = 1024 * 1024

/** The control API: JSON in, JSON out. */
export const createControlRoutes = ({ issuer, endpoints, keys, mint }: Provider) => {
  const app = new Hono().basePath('/_control')

  app.get('/keys', async () => answer({ issuer, jwksUri: endpoints.jwksUri, keys: await keys.states() }))
  app.post('/mint', async ({ req }) => answer({ token: await mint(await read(req.raw, mintRequest)) }))
  app.post('/rotate', async ({ req }) => answer({ rotated: await keys.rotate(await read(req.raw, rotateRequest)) }))
  app.post('/withdraw', async ({ req }) => {
    const { kid } = await read(req.raw, withdrawRequest)
    await keys.withdraw(kid)
    return answer({ withdrawn: kid })
  })

  app.notFound(() => {
    const description = 'The control API has GET /_control/keys and POST /_control/mint, rotate and withdraw.'
    throw new Refusal(404, 'not_found', { description })
  })
  app.onError((error) => {
    if (error instanceof IdpError) return answer({ error: error.code, error_description: error.message }, 400)
    throw error
  })
  return async (request: Request): Promise<Response> => app.fetch(request)
}

const answer = (body: object, status = 200): Response =>
  Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })

const read = async <Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.infer<Schema>> => {
  // A page of another origin cannot send this type without asking first (the CORS protocol of Fetch).
  if (!/^application\/json *(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw invalidRequest('Content-Type must be application/json.')
  }
  const result = schema.safeParse(parseJson(await readText(request, bodyLimit)))
  if (result.success) return result.data
  throw invalidRequest(`The body is not what is expected. ${z.prettifyError(result.error)}`)
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw invalidRequest('The body is no JSON.', String(cause))
  }
}
