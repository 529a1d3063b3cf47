/** Bundles the mock identity provider into dist/idp/, so that it runs without node_modules. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const root = fileURLToPath(new URL('../../', import.meta.url))
const { version } = createRequire(import.meta.url)('../../package.json')

export default defineConfig({
  root,
  logLevel: 'warn',
  plugins: [
    {
      // Outside of the bundle, the version is read from package.json.
      name: 'version',
      load: (id) =>
        id === `${root}harness/version.ts` ? `export const version = ${JSON.stringify(version)}` : undefined,
    },
    {
      // `conformance idp image` reads the Dockerfile from there.
      name: 'dockerfile',
      generateBundle() {
        const source = readFileSync(new URL('./Dockerfile', import.meta.url))
        this.emitFile({ type: 'asset', fileName: 'Dockerfile', source })
      },
    },
  ],
  ssr: { noExternal: true },
  build: {
    ssr: 'harness/cli/idp/standalone.ts',
    outDir: 'dist/idp',
    emptyOutDir: true,
    target: 'node22',
    // Code that tests a target is bundled, too, but does not run in the container.
    rollupOptions: {
      external: ['testcontainers'],
      output: { entryFileNames: 'idp.js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
