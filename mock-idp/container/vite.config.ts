/** Bundles the mock identity provider into dist/idp/, so that it runs from there alone, without node_modules. */
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
      // Elsewhere it is read from the package, which a bundle is not part of.
      name: 'version',
      load: (id) =>
        id === `${root}harness/version.ts` ? `export const version = ${JSON.stringify(version)}` : undefined,
    },
    {
      // Where the package finds it when it builds an image.
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
    // The commands that test a target come along, but none of them runs there.
    rollupOptions: {
      external: ['testcontainers'],
      output: { entryFileNames: 'idp.js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
