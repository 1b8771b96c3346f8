import { afterEach, expect, test, vi } from 'vitest'
import { explained, interrupted, interruptible } from '../../cli/interrupt.ts'

afterEach(() => void vi.restoreAllMocks())

/** Records what ends the process, and what it says then. */
function watchEnd() {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never)
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  return { exit, text: () => write.mock.calls.map(([text]) => text).join('') }
}

test('Ctrl-C ends what is explained at once, and says what was done', async () => {
  const end = watchEnd()
  await explained(
    () => 'Stopped after 3 rows.',
    async () => void process.emit('SIGINT'),
  )
  expect(end.exit).toHaveBeenCalledExactlyOnceWith(interrupted)
  expect(end.text()).toMatch(/Stopped after 3 rows\.\n$/)
})

test('the first Ctrl-C aborts what is interruptible, and the second ends the process', async () => {
  const end = watchEnd()
  await interruptible(async (signal) => {
    process.emit('SIGINT')
    expect({ aborted: signal.aborted, ends: end.exit.mock.calls }).toEqual({ aborted: true, ends: [] })
    process.emit('SIGINT')
  })
  expect(end.exit).toHaveBeenCalledExactlyOnceWith(interrupted)
})

test('afterwards, Ctrl-C is not handled any more', async () => {
  const before = process.listenerCount('SIGINT')
  await explained(
    () => '',
    async () => {},
  )
  await interruptible(async () => {})
  expect(process.listenerCount('SIGINT')).toBe(before)
})
