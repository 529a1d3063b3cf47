const truncatedBodies = new WeakMap<Response, Uint8Array>()

/** Marks a response: the connection is dropped after these bytes of its body. */
export const markTruncated = (bytes: Uint8Array, response: Response): Response => {
  truncatedBodies.set(response, bytes)
  return response
}

/** The bytes that a listener sends before it drops the connection. (A stream that fails would be logged as an error.) */
export const truncatedBodyOf = (response: Response): Uint8Array | undefined => truncatedBodies.get(response)
