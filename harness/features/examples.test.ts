import { expect, test } from 'vitest'
import { exampleLine, featureNames, features } from './index.ts'

test.each(featureNames)('the example of %s is accepted, and printed as it is written in a file', (name) => {
  const { schema, example } = features[name]
  expect(schema.safeParse(example).error).toBeUndefined()
  const printed = new Function(`return { ${exampleLine(name)} }`)()
  expect(printed).toEqual({ [name]: example })
})
