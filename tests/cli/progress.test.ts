import { expect, test } from 'vitest'
import { createProgress, describeProgress } from '../../cli/progress.ts'

function progressOn(isTTY: boolean, columns?: number) {
  const written: string[] = []
  const stream = { isTTY, columns, write: (text: string) => void written.push(text) }
  return { written, progress: createProgress('rows', stream as unknown as NodeJS.WriteStream, 0) } // it uses only these
}

test('a terminal shows one line with a bar that is overwritten and then cleared', () => {
  const { written, progress } = progressOn(true)
  progress.show({ done: 0, total: 4000 }, 100) // too soon
  progress.show({ done: 1000, total: 4000 }, 500)
  progress.clear()
  expect(written).toEqual([
    '\r[####------------] 1,000 of 4,000 rows, 25 %, 2,000 a second, about 2 s left\u001b[K',
    '\r\u001b[K',
  ])
})

test('the line of a narrow terminal does not wrap', () => {
  const { written, progress } = progressOn(true, 40)
  progress.show({ done: 1000, total: 4000 }, 500)
  expect(written[0]).toHaveLength('\r\u001b[K'.length + 39)
})

test('a log gets a new line every five seconds', () => {
  const { written, progress } = progressOn(false)
  for (let second = 0; second <= 12; second += 1)
    progress.show({ done: second * 10, share: second / 25 }, second * 1000)
  progress.clear()
  expect(written).toEqual(['50 rows, 20 %, 10 a second\n', '100 rows, 40 %, 10 a second\n'])
})

test('what was done before the command does not make it look fast', () => {
  const { written, progress } = progressOn(false)
  progress.show({ done: 900, total: 1000 }, 0)
  progress.show({ done: 910, total: 1000 }, 10_000)
  expect(written).toEqual(['910 of 1,000 rows, 91 %, 1.0 a second, about 2 min left\n'])
})

test('an unknown total is not shown, and neither is a rate of zero', () => {
  expect(describeProgress('mails', { done: 3 }, 0, 1000)).toBe('3 mails')
  expect(describeProgress('mails', { done: 3, total: 30_000 }, 3, 1000)).toBe(
    '3 of 30,000 mails, 0 %, 3.0 a second, about 2.8 h left',
  )
})

test('a command that ends at once leaves nothing to clear', () => {
  const { written, progress } = progressOn(true)
  progress.clear()
  expect(written).toEqual([])
})
