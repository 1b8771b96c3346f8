import { expect, test } from 'vitest'
import { openConsole } from './console-fixture.ts'

test('the overview counts the subscribers of a removed digest, and names the command that moves them', async () => {
  const { read } = await openConsole({ removedDigests: [{ digest: 'press', readers: 2, more: false, waiting: 0 }] })
  const page = await read('/')
  expect(page).toContain('2 confirmed subscribers get the digest press, which publication.json no longer contains')
  expect(page).toContain('npx postrider subscribers move press daily')
})
