import { expect, test } from 'vitest'
import { createProgress } from '../../cli/progress.ts'

function progressOn(isTTY: boolean) {
  const written: string[] = []
  const stream = { isTTY, write: (text: string) => void written.push(text) }
  return { written, progress: createProgress(stream as unknown as NodeJS.WriteStream, 0) } // it uses only these two
}

test('a terminal shows one line that is overwritten and then cleared', () => {
  const { written, progress } = progressOn(true)
  progress.show(100, 0.1, 100) // too soon
  progress.show(1_000, 0.256, 500)
  progress.clear()
  expect(written).toEqual(['\r1,000 rows, 25 %, 2,000 a second\u001b[K', '\r\u001b[K'])
})

test('a log gets a new line every ten seconds', () => {
  const { written, progress } = progressOn(false)
  for (let seconds = 1; seconds <= 25; seconds += 1) progress.show(seconds * 10, seconds / 25, seconds * 1_000)
  progress.clear()
  expect(written).toEqual(['100 rows, 40 %, 10 a second\n', '200 rows, 80 %, 10 a second\n'])
})

test('a command that ends at once leaves nothing to clear', () => {
  const { written, progress } = progressOn(true)
  progress.clear()
  expect(written).toEqual([])
})
