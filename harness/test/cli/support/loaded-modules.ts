/** For `node --import`: writes the files of this repository that the program loads to $LOADED_MODULES, a line each. */
import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

const root = new URL('../../../../', import.meta.url).href
const { LOADED_MODULES: output = '' } = process.env

registerHooks({
  load(url, context, next) {
    const isOurs = url.startsWith(root) && !url.includes('/node_modules/')
    if (isOurs) appendFileSync(output, `${url.slice(root.length)}\n`)
    return next(url, context)
  },
})
