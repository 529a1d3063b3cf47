import { defineConfig } from 'vitest/config'

/** `unit`: this repository. `field`: real frameworks (`npm run test:field`). `container`: the
 * image, in a real engine (`npm run test:container`). `target`: all suites against CONFORMANCE_TARGET. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{suites,mock-idp,harness,fixtures,bench,docs}/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'fixtures/field/**', '**/container/**'],
          testTimeout: 60_000,
        },
      },
      { test: { name: 'field', include: ['fixtures/field/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 } },
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
