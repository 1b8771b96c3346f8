import { expect, test } from 'vitest'
import { openConsole } from './console-fixture.ts'

const failure = (source: string | undefined) => ({ source, error: undefined, retry: undefined })

test('the overview says what users lose while messages are in the dead-letter queue', async () => {
  const { read } = await openConsole({ failures: [failure('send'), failure('send'), failure(undefined)] })
  const page = await read('/')
  expect(page).toContain('2 messages of <code>send</code> (<code>send-deliveries</code>): Some recipients')
  expect(page).toContain('1 message of <code>unknown</code>: No part of this stack')
  expect(page).toContain('npx postrider failures redrive')
})

test('without failed messages, the overview has no banner', async () => {
  const { read } = await openConsole()
  expect(await read('/')).not.toContain('class="banner"')
})
