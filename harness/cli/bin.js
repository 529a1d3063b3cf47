#!/usr/bin/env node
// Plain old JavaScript: a Node.js that is too old must get as far as saying so.
// biome-ignore-all lint/style/useNodejsImportProtocol: Node.js 12 does not know the prefix
import fs from 'fs'
import module from 'module'
import url from 'url'

const version = process.versions.node
const numbers = version.split('.').map(Number)
const supported = (numbers[0] === 22 && numbers[1] >= 12) || numbers[0] === 24 || numbers[0] >= 26 // engines of package.json
const source = new URL('main.ts', import.meta.url)
const isCheckout = fs.existsSync(url.fileURLToPath(source))

const root = new URL('../../', import.meta.url).href
const dependencies = `${root}node_modules/`

// Our own modules name each other by their files, so node need not search for each file, its real path and its package.
// That takes a third of the time of `list`.
const resolveOwn = (specifier, context, next) => {
  const from = context.parentURL || ''
  const [, up, path, type] = /^(?:\.\/|((?:\.\.\/)+))((?:\w[\w.-]*\/)*\w[\w.-]*\.([jt])s)$/.exec(specifier) || []
  if (!path || !from.startsWith(root) || from.startsWith(dependencies)) return next(specifier, context)
  let end = from.lastIndexOf('/')
  for (let left = (up || '').length; left > 0; left -= '../'.length) end = from.lastIndexOf('/', end - 1)
  return {
    url: from.slice(0, end + 1) + path,
    format: type === 't' ? 'module-typescript' : 'module',
    shortCircuit: true,
  }
}

const fail = (message) => {
  process.stderr.write(`error: ${message}\n`)
  process.exitCode = 2
}

if (!supported) {
  fail(`Node.js ${version} cannot run this; it needs 22.12 or later of 22, 24, or 26 and later.`)
} else if (isCheckout && !process.features.typescript) {
  fail(`Node.js ${version} cannot run a checkout; use 22.18 or later, or build it: npm run build && npm pack.`)
} else {
  if (module.enableCompileCache) module.enableCompileCache()
  if (module.registerHooks) module.registerHooks({ resolve: resolveOwn })
  const main = isCheckout ? source : new URL('../../dist/harness/cli/main.js', import.meta.url)
  import(main.href).then((entry) => entry.runProcess())
}
