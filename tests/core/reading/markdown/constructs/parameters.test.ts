import { expect, test } from 'vitest'
import { parameter, readParameters } from '../../../../../core/reading/markdown/constructs/parameters.ts'

test('parameters have names or positions', () => {
  const parameters = readParameters(` "a b", src='c.png' title = “d” lang:js e, f="" `)
  expect(parameter(parameters, ['src'])).toBe('c.png')
  expect(parameter(parameters, ['lang'])).toBe('js')
  expect(parameter(parameters, ['x'], 0)).toBe('a b')
  expect(parameter(parameters, ['f'])).toBe('')
  expect(parameter(parameters, ['x'])).toBeUndefined()
})
