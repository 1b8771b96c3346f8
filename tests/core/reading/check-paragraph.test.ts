import { expect, test } from 'vitest'
import { parse } from './sample.ts'

test.each(['md', 'txt'])('a paragraph in .%s may have 200,000 characters', (format) => {
  const title = format === 'md' ? '# A title' : 'A title'
  const read = (length: number) =>
    parse(`a.${format}`, `${title}\n\nIt is short.\n\n${'word '.repeat(length / 5).trim()}.\n`)
  expect(read(200_000).accepted).toBe(true)
  expect(read(200_005)).toMatchObject({
    accepted: false,
    problems: [{ rule: 'too-complex', message: expect.stringContaining('more than 200,000 characters') }],
  })
})
