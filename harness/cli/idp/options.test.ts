import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

test('dialects are on only where --dialect names them', async () => {
  const flags = { port: 0, host: '127.0.0.1' }
  expect(await readOptions(flags, {})).toEqual({})
  expect(await readOptions({ ...flags, dialect: ['clerk', 'classic-models'] }, {})).toEqual({
    dialects: ['clerk', 'classic-models'],
  })
})
