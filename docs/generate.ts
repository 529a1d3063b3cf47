import { mkdir, rm, writeFile } from 'node:fs/promises'
import { generatedPages } from './pages/index.ts'

/** `npm run docs`: writes all generated pages; docs/docs.test.ts compares them with their source. */
const here = (path: string): URL => new URL(path, import.meta.url)

await rm(here('checks/'), { recursive: true, force: true })
await mkdir(here('checks/'), { recursive: true })
for (const [path, text] of await generatedPages()) await writeFile(here(path), text)
