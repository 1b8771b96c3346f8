import { expect, test } from 'vitest'
import {
  endsAbbreviated,
  endsSentence,
  isProse,
  joinLines,
  splitBlocks,
  splitLines,
  withoutRules,
} from '../../../../core/reading/archive-page/lines.ts'

test('a line has its number, its indentation and the number of empty lines above it', () => {
  expect(splitLines('A\n\n\n  b \t c\n\td\n')).toEqual([
    { text: 'A', number: 1, indent: 0, gap: 0 },
    { text: 'b c', number: 4, indent: 2, gap: 2 },
    { text: 'd', number: 5, indent: 4, gap: 0 },
  ])
})

test('lines are joined with spaces, except between two Chinese or Japanese characters', () => {
  const joined = (text: string) => joinLines(splitLines(text))
  expect(joined('The mail\nis back.')).toBe('The mail is back.')
  expect(joined('郵便は\n戻った。\n「はい」')).toBe('郵便は戻った。「はい」')
  expect(joined('郵便 in\n東京\n2026')).toBe('郵便 in 東京 2026')
  expect(joined('우편이\n돌아왔다')).toBe('우편이 돌아왔다')
})

test('empty lines separate blocks', () => {
  const blocks = splitBlocks(splitLines('a\nb\n\nc'))
  expect(blocks.map((block) => block.map(({ text }) => text))).toEqual([['a', 'b'], ['c']])
})

test('rules around the text are removed and count as empty lines; rules within the text stay', () => {
  const prose = 'word '.repeat(50)
  const lines = withoutRules(splitLines(['T', '----', prose, '* * *', prose, '====', 'end'].join('\n')))
  expect(lines.map(({ text, gap }) => [text.slice(0, 5), gap])).toEqual([
    ['T', 0],
    ['word ', 1],
    ['* * *', 0],
    ['word ', 0],
    ['end', 1],
  ])
})

test.each([
  ['It rained.', true],
  ['“Did it rain?”', true],
  ['雨が降った。', true],
  ['Night mail returns', false],
])('%s ends a sentence: %s', (text, answer) => {
  expect(endsSentence(text)).toBe(answer)
})

test('the full stop of an abbreviation does not end a sentence', () => {
  expect(['Letters to the U.S.', 'Alphabet Inc.', 'It rained.'].map(endsAbbreviated)).toEqual([true, true, false])
})

test('a long line is prose if it is a sentence, and a very long line is always prose', () => {
  expect([`${'x'.repeat(130)}.`, 'x'.repeat(130), 'x'.repeat(201)].map(isProse)).toEqual([true, false, true])
})
