import { describe, expect, test } from 'vitest'
import { renderBody } from '../../../../core/html/render-body.ts'
import { accepted, parse } from '../sample.ts'

const front = (yaml: string, text = 'Some text.') => `---\n${yaml}\n---\n\n${text}\n`
const feed = (text: string) =>
  renderBody(accepted('a.md', front('title: T', text)).body, 'https://gazette.example/articles/t/').feed

describe('title', () => {
  test('without a title in front matter, the first heading is the title and is removed from the text', () => {
    const parsed = accepted('a.md', 'Before.\n\n# A *great*\ttitle\n\nText\n\n# Another')
    expect(parsed.manuscript.title).toBe('A great title')
    expect(renderBody(parsed.body, 'https://x.example/').feed).toBe('<p>Before.</p>\n\n<p>Text</p>\n<h2>Another</h2>\n')
  })

  test('a first heading that repeats the title is removed', () => {
    expect(feed('# T\n\nText')).not.toContain('<h')
    expect(feed('# U\n\nText')).toContain('<h2>U</h2>')
  })

  test('a title is required', () => {
    expect(parse('a.md', 'Just text')).toMatchObject({
      accepted: false,
      problems: [{ rule: 'missing-title', fix: expect.any(String) }, {}, {}],
    })
  })
})
