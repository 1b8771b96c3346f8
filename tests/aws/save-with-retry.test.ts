import { expect, test } from 'vitest'
import { saveWithRetry } from '../../aws/save-with-retry.ts'

test('it tries again for as long as somebody else was quicker', async () => {
  const results = ['superseded', 'superseded', 7] as const
  let attempts = 0
  expect(await saveWithRetry(async () => results[attempts++])).toBe(7)
  expect(attempts).toBe(3)
})

test('it does not try for ever', async () => {
  await expect(saveWithRetry(async () => 'superseded')).rejects.toThrow('10 times')
})
