import { readFileSync } from 'node:fs'
import { toHtml } from 'hast-util-to-html'
import { expect, test } from 'vitest'
import { accepted } from '../sample.ts'

test('a real page yields title, date, topics and summary, and its text contains neither masthead, topics nor footer', () => {
  const { manuscript, body, problems } = accepted(
    'a.txt',
    readFileSync('tests/golden/articles/000_59a2e2ba5e40b1e1.txt'),
  )
  expect(manuscript.title).toBe('U.S. tech groups press Obama on Chinese cybersecurity')
  expect(manuscript.date).toBe('2015-08-12T00:00:00.000Z')
  expect(manuscript.topics.map(({ name }) => name)).toEqual(['Asia', 'China', 'news', 'security'])
  expect(manuscript.summary).toMatch(
    /^A collection of U\.S\. business .* reason with Beijing on technology .* to the States\.$/,
  )
  expect(toHtml(body)).not.toMatch(/Stack Archive|news security|Send us|Wed 12/)
  expect(body.children).toHaveLength(10)
  expect(problems).toEqual([])
})
