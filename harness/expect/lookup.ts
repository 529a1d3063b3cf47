import type { Expectation, Observed } from '../model/expectation.ts'

/**
 * A name that nearly is one of the table gets no more than a name that is not. Where the unknown one is served, names
 * are not looked up at all, and there is nothing to find.
 */
export const noMoreThan = (
  unknown: string,
  nearly: readonly string[],
): Expectation<Readonly<Record<string, Observed>>> => ({
  text: 'treats a name that differs a little as any unknown one',
  judge: (byName) => {
    const served = (name: string) => byName[name]?.accepted === true
    const wrong = served(unknown) ? undefined : nearly.find(served)
    return wrong === undefined ? { kind: 'met' } : { kind: 'broken', received: `served with ${wrong}` }
  },
})
