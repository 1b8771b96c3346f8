import { expect, test } from 'vitest'
import { openConsole } from './console-fixture.ts'
import { sampleSubscriber } from './samples.ts'

test('subscribers are counted by state and listed, newest first', async () => {
  const { read } = await openConsole({
    subscribers: [
      sampleSubscriber(),
      sampleSubscriber({
        address: 'bob@example.org',
        createdAt: '2026-02-02T00:00:00.000Z',
        topics: ['asia', 'trade'],
      }),
      sampleSubscriber({ address: 'cyd@example.org', state: 'pending' }),
    ],
  })
  const page = await read('/subscribers/')
  expect(page).toContain('<dt>confirmed</dt><dd>2</dd>')
  expect(page).toContain('<dt>pending</dt><dd>1</dd>')
  expect(page).toContain('<dt>unsubscribed</dt><dd>0</dd>')
  expect(page.indexOf('bob@example.org')).toBeLessThan(page.indexOf('ada@example.org'))
  expect(page).toContain('daily, asia, trade')
  expect(page).not.toContain('There are more than')
})

test('at most a thousand subscribers are read, and the page says so', async () => {
  let read = 0
  const { stack, ...viewer } = await openConsole()
  stack.subscribers.list = async function* () {
    for (;;) {
      read += 1
      yield sampleSubscriber()
    }
  }
  expect(await viewer.read('/subscribers/')).toContain('There are more than 1,000 subscribers.')
  expect(read).toBe(1001)
})

test('the page says why people left, and that some never signed up', async () => {
  const counts = { tooMany: 2, notInteresting: 0, neverSignedUp: 1, readElsewhere: 0, other: 1 }
  const { read } = await openConsole({
    reasons: [
      { month: '2026-03', digest: 'daily', counts },
      { month: '2026-02', digest: 'weekly', counts },
    ],
    reasonTexts: [{ day: '2026-03-01', digest: 'daily', reason: 'other', text: 'I <moved> to the sea' }],
  })
  const page = await read('/subscribers/')
  expect(page).toContain('Why people left since 2026-02')
  expect(page).toContain('<dt>too many mails</dt><dd>4</dd>')
  expect(page).toContain('2 people say that they never signed up')
  expect(page).toContain('I &lt;moved&gt; to the sea')
  expect(await (await openConsole()).read('/subscribers/')).not.toContain('Why people left')
})
