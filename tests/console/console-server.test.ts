import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startConsole } from '../../console/console-server.ts'
import { openConsole } from './console-fixture.ts'
import { memoryMailBox, memoryStack } from './memory-stack.ts'

const sources = { stack: memoryStack().stack, ses: memoryMailBox([]), mailFolder: '.' }

test('with port 0, the console listens on any free port of the loopback address', async () => {
  const { url, ask } = await openConsole()
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect((await ask('/')).status).toBe(200)
})

test('the error for a taken port names the option that sets another one', async () => {
  const holder = createServer()
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void holder.close())
  const address = holder.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await expect(startConsole({ ...sources, port })).rejects.toThrow(
    `Port ${port} is already in use: set another one with --console-port or POSTRIDER_CONSOLE_PORT, or 0 for any free port.`,
  )
})

test('closing does not wait for browsers that keep their connection open', async () => {
  const viewer = await startConsole({ ...sources, port: 0 })
  await (await fetch(viewer.url)).text() // its connection stays open
  await viewer.close()
  await expect(fetch(viewer.url)).rejects.toThrow()
})

test('an error of the stack is shown as text', async () => {
  const { stack, ask } = await openConsole()
  stack.reasons.listTotals = () => Promise.reject(new Error('no <table> here'))
  const answer = await ask('/people/')
  expect(answer.status).toBe(500)
  expect(await answer.text()).toContain('Error: no &lt;table&gt; here')
})
