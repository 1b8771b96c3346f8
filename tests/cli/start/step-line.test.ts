import { expect, test } from 'vitest'
import { createStepLine } from '../../../cli/start/step-line.ts'

const first = { name: 'Looking', from: 0, to: 0.1 }
const building = { name: 'Building', from: 0.1, to: 0.5 }

/** Begins at 0 milliseconds. */
function showOn(columns: number | undefined) {
  const written: string[] = []
  const line = createStepLine({ write: (text) => void written.push(text), columns }, 0, first)
  line.begin(first, 0)
  return { written, line }
}

test('a terminal shows one line with a bar, which changes only if there is something new, and then disappears', () => {
  const { written, line } = showOn(80)
  line.tick(100)
  line.begin(building, 900)
  line.advance(0.5, '2 of 4', 2_000)
  line.end()
  expect(written).toEqual([
    '\r[--------------------] Looking  0 s\u001b[K',
    '\r[##------------------] Building  1 s\u001b[K',
    '\r[######--------------] Building: 2 of 4  2 s\u001b[K',
    '\r\u001b[K',
  ])
})

test('on a narrow terminal, the line is cut before it would wrap', () => {
  expect(showOn(30).written).toEqual(['\r[--------------------] Lookin\u001b[K'])
})

test('a log line is written above the line of a terminal, which comes back', () => {
  const { written, line } = showOn(80)
  line.log('Warning: no daily digest')
  line.tick(200)
  expect(written.slice(1)).toEqual([
    '\r\u001b[K',
    'Warning: no daily digest\n',
    '\r[--------------------] Looking  0 s\u001b[K',
  ])
})

test('a pipe gets a line for each step, and is never silent for more than two seconds', () => {
  const { written, line } = showOn(undefined)
  line.tick(1_400)
  line.tick(1_500)
  line.begin(building, 2_000)
  line.advance(0.5, '2 of 4', 2_900)
  line.tick(3_400)
  line.tick(3_600)
  line.end()
  expect(written).toEqual(['Looking ...\n', 'Looking ... 2 s\n', 'Building ...\n', 'Building: 2 of 4 ... 4 s\n'])
})
