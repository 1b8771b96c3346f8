import { expect, test } from 'vitest'
import { saveWithRetry } from '../../aws/save-with-retry.ts'

test('an attempt is repeated while other writers are faster', async () => {
  const results = ['superseded', 'superseded', 7] as const
  let attempts = 0
  expect(await saveWithRetry(async () => results[attempts++])).toBe(7)
  expect(attempts).toBe(3)
})

test('an attempt that is superseded ten times is an error', async () => {
  await expect(saveWithRetry(async () => 'superseded')).rejects.toThrow('10 times')
})
