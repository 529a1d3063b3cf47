import type { Target } from '../model/target.ts'

/** A server that runs already, and is not stopped by us. */
export const startUrl = async (url: URL): Promise<Target> => ({
  origin: new URL(url.origin),
  stop: async () => {},
})
