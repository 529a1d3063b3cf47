/** A browser for tests: it stores cookies and follows redirects up to the application. */
export interface Browser {
  /** Opens a page of the issuer, and returns the URL of the application that it redirects to. */
  openUntilRedirectedTo(url: URL | string, application: string): Promise<URL>
  open(url: URL | string, init?: RequestInit): Promise<Response>
}

export const createBrowser = (): Browser => {
  const cookies = new Map<string, string>()

  const open = async (url: URL | string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const field of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(field) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }

  return {
    open,
    async openUntilRedirectedTo(start, application) {
      let url = new URL(start)
      for (let hop = 0; hop < 10; hop++) {
        const response = await open(url)
        const location = response.headers.get('location')
        if (location === null) throw new Error(`${response.status} ${await response.text()}`)
        url = new URL(location, url)
        if (url.href.startsWith(application)) return url
      }
      throw new Error('too many redirects')
    },
  }
}
