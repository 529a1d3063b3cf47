const begun = new WeakMap<Response, Uint8Array>()

/** Marks an answer that ends with the connection after these bytes of its body. */
export const breaksOffAfter = (bytes: Uint8Array, response: Response): Response => {
  begun.set(response, bytes)
  return response
}

/** What a listener sends of the body before it ends the connection; a stream that fails would be a fault of ours. */
export const beginningOf = (response: Response): Uint8Array | undefined => begun.get(response)
