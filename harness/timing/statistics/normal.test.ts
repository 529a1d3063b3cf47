import { expect, it } from 'vitest'
import { normalBelow, normalDensity, normalQuantile } from './normal.ts'

// As scipy 1.17 has them.
it.each([
  [-1.96, 0.024997895148220435],
  [0, 0.5],
  [-5.152, 1.2886151801571445e-7],
  [-7, 1.279812543885835e-12],
  [-9, 1.1285884059538405e-19],
  [-12, 1.77648211207765e-33],
])('at most %d has the probability %d', (z, probability) => {
  expect(normalBelow(z) / probability).toBeCloseTo(1, 4)
})

it.each([
  [0.0025, -2.8070337683438042],
  [1e-6, -4.753424308822899],
  [2.5e-16, -8.1115],
])('the quantile of %d is %d', (probability, z) => {
  expect(normalQuantile(probability)).toBeCloseTo(z, 2)
})

it('the density is symmetrical, and largest at 0', () => {
  expect(normalDensity(0)).toBeCloseTo(0.398942, 6)
  expect(normalDensity(2)).toBeCloseTo(normalDensity(-2), 12)
})
