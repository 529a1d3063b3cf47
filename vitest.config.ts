import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that start many servers, or a browser, come first, so that no worker is left with them at the end. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isSlow = ({ moduleId }: TestSpecification) => /\/fixtures\/|\/pages\/|\/harness\/test\//.test(moduleId)
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))]
  }
}

/**
 * - `unit`: `npm test`; every check is proven by at least one mutant
 * - `matrix`: every mutant against all suites, measured durations, long repetitions (`npm run test:all`)
 * - `field`: real frameworks (`npm run test:field`)
 * - `container`: the image, in a real engine (`npm run test:container`)
 * - `target`: all suites against CONFORMANCE_TARGET
 */
export default defineConfig({
  test: {
    // One core more than vitest would take: much of the time is spent waiting for servers.
    maxWorkers: Math.max(2, availableParallelism()),
    // The files of a worker share its modules. Loading them again for each file takes a quarter of the time.
    isolate: false,
    sequence: { sequencer: SlowFirst },
    globalSetup: 'fixtures/support/temporary-folder.ts',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{suites,mock-idp,harness,fixtures,bench,docs}/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'fixtures/field/**', 'fixtures/matrix/**', '**/container/**'],
          testTimeout: 60_000,
        },
      },
      { test: { name: 'matrix', include: ['fixtures/matrix/*.test.ts'], testTimeout: 120_000 } },
      { test: { name: 'field', include: ['fixtures/field/*.test.ts'], testTimeout: 600_000, hookTimeout: 300_000 } },
      {
        test: {
          name: 'container',
          include: ['{mock-idp,harness/targets}/container/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'target', include: ['harness/target.conformance.ts'] } },
    ],
  },
})
