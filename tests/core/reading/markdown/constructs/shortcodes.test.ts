import { expect, test } from 'vitest'
import { bodyOf, feedOf, problemsOf, rejectionsOf } from '../feed-of.ts'

test.each(['[gallery ids="1,2"]', '[contact-form-7 id="1" title="x"]', '[my_box color="red"]', '{{< rawhtml >}}'])(
  '%s is left out and reported',
  (code) => {
    expect(bodyOf(`Before ${code} after`).text).toBe('Before after')
    expect(problemsOf(code)).toMatchObject([{ rule: 'shortcode', line: 6 }])
  },
)

test('captions, embeds and sounds of WordPress are rendered', () => {
  expect(feedOf('[caption id="a" width="300"]<img src="a.png" alt="A"> The lamp[/caption]')).toBe(
    '<p><img src="https://gazette.example/articles/t/a.png" alt="A"> The lamp</p>\n',
  )
  expect(feedOf('[embed]https://x.example/a[/embed]')).toBe('<p><a href="https://x.example/a">x.example/a</a></p>\n')
  expect(feedOf('[audio mp3="a.mp3"]')).toContain('<audio controls src="https://gazette.example/articles/t/a.mp3">')
})

test('text that only members may read is not published', () => {
  expect(rejectionsOf('[members_only]\nSecret\n[/members_only]')).toMatchObject([{ rule: 'conditional-text', line: 6 }])
})

test.each([
  '[sic]',
  '[caption]',
  '[a](https://x.example/)',
  '[private] words',
  '[gallery][r]\n\n[r]: https://x.example/',
])('%s is not a shortcode', (text) => {
  expect(problemsOf(text)).toEqual([])
  expect(rejectionsOf(text)).toEqual([])
})
