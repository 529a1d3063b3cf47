import type { Target } from '../model/target.ts'

/** A server that runs already, and that is not ours to stop. */
export const startUrl = async (url: URL): Promise<Target> => ({
  origin: new URL(url.origin),
  stop: async () => {},
})
