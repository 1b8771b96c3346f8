import { expect, test } from 'vitest'
import { readCredentials } from '../../../cli/start/read-credentials.ts'

test('the keys come from the environment, if it has both', () => {
  expect(readCredentials({})).toBeUndefined()
  expect(readCredentials({ POSTRIDER_ACCESS_KEY: '', POSTRIDER_SECRET_KEY: '' })).toBeUndefined()
  const keys = { POSTRIDER_ACCESS_KEY: 'check-1', POSTRIDER_SECRET_KEY: 's3cr/t+=' }
  expect(readCredentials(keys)).toEqual({ accessKeyId: 'check-1', secretAccessKey: 's3cr/t+=' })
})

test.each([
  [{ POSTRIDER_ACCESS_KEY: 'a' }, /together/],
  [{ POSTRIDER_SECRET_KEY: 'b' }, /together/],
  [{ POSTRIDER_ACCESS_KEY: 'a/b', POSTRIDER_SECRET_KEY: 'b' }, /POSTRIDER_ACCESS_KEY may contain/],
  [{ POSTRIDER_ACCESS_KEY: 'a', POSTRIDER_SECRET_KEY: 'b c' }, /POSTRIDER_SECRET_KEY may contain/],
])('%o is refused', (variables, message) => {
  expect(() => readCredentials(variables)).toThrow(message)
})
