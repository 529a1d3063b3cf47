import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{suites,mock-idp,harness,fixtures,bench}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'fixtures/field/**'],
    testTimeout: 30_000,
  },
})
