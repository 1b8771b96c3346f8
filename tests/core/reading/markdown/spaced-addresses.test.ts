import { expect, test } from 'vitest'
import { renderMarkdown } from '../../../../core/reading/markdown/render-markdown.ts'

const render = (text: string) => renderMarkdown(text, 0, 'en').html.replaceAll(/ data-line="\d+"/g, '')

test.each([
  ['![x](my photo.png)', 'src="my%20photo.png"'],
  ['![x](<my photo.png>)', 'src="my%20photo.png"'],
  ['![x](my%20photo.png)', 'src="my%20photo.png"'],
  ['![x](photo (1).png)', 'src="photo%20(1).png"'],
  ['![x](photo(1).png)', 'src="photo(1).png"'],
  ['![x](my photo.png "The quay")', 'src="my%20photo.png" alt="x" title="The quay"'],
  ['![x](photo.png =200x100)', 'src="photo.png" alt="x"'],
  ['![x](my photo.png "The quay" =50%)', 'src="my%20photo.png" alt="x" title="The quay"'],
  ['[x](my notes/next year.md#the plan)', '](my notes/next year.md#the plan)'],
  ['[x](my notes/next year.md#the-plan)', 'href="my%20notes/next%20year.md#the-plan"'],
  ['[a](b c.png) and ![d](e f.png)', 'src="e%20f.png"'],
])('%s', (text, expected) => {
  expect(render(text)).toContain(expected)
})

test.each(['`![x](my photo.png)`', '    ![x](my photo.png)', '[x](not an address)', '[a] (b c.png)'])(
  'stays text: %s',
  (text) => {
    expect(render(text)).not.toMatch(/<img|<a /)
  },
)

test('long lines take linear time', () => {
  for (const unit of ['](a ', '](a (', '`', '](a b.', '](a b.png "']) {
    const start = process.cpuUsage()
    render(unit.repeat(Math.floor(19_000 / unit.length)))
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2)
  }
})
