import type { Browser } from './browser.ts'

export type Api = ReturnType<typeof createApi>

/** A client of the control API of the issuer. Runs in the browser: see sources.ts. */
export const createApi = ({ sessionStorage }: Browser, base: string, onNoAccess: (status: 401 | 404) => void) => {
  const keyName = `mock-idp control key ${base}`

  const request = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const key = sessionStorage.getItem(keyName)
    const response = await fetch(`${base}/_control/${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(key && { Authorization: `Bearer ${key}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (response.ok) return text === '' ? {} : JSON.parse(text)
    if (response.status === 401 || (response.status === 404 && path === 'keys')) onNoAccess(response.status)
    throw new Error(reason(text) ?? `The issuer answered ${response.status}.`)
  }

  const reason = (text: string): string | undefined => {
    try {
      return JSON.parse(text).error_description
    } catch {
      return undefined
    }
  }

  // Responses are not validated: server and script are of the same release.
  return {
    get: <Answer>(path: string) => request('GET', path) as Promise<Answer>,
    post: <Answer>(path: string, body: unknown = {}) => request('POST', path, body) as Promise<Answer>,
    put: <Answer>(path: string, body: unknown) => request('PUT', path, body) as Promise<Answer>,
    remove: <Answer>(path: string) => request('DELETE', path) as Promise<Answer>,
    useKey: (key: string) => sessionStorage.setItem(keyName, key),
  }
}
