import { expect, test } from 'vitest'
import { renderBody } from '../../../../core/html/render-body.ts'
import { shortenDataPictures } from '../../../../core/reading/markdown/data-pictures.ts'
import { accepted, rules } from '../sample.ts'

const png = `data:image/png;base64,${'iVBORw0KGgo'.repeat(6000)}`
const svg = `data:image/svg+xml;utf8,<svg xmlns="http://www.w3.org/2000/svg">${'<path d="M 0 (0)"/>'.repeat(2000)}</svg>`
const read = (text: string) => {
  const parsed = accepted('a.md', `# Chart\n\nBefore.\n\n${text}\n\nAfter.\n`)
  return { page: renderBody(parsed.body, 'https://x.example/').page, rules: rules(parsed) }
}

test.each([
  ['in its place', `![chart](${png})`],
  ['by reference', `![chart][1]\n\n[1]: ${png}`],
  ['as HTML', `<img src="${png}" alt="chart">`],
  ['as SVG', `![chart](${svg})`],
])('only the image is left out, and the receipt says so: %s', (_form, text) => {
  const { page, rules } = read(text)
  expect(page.trim()).toMatch(/^<p>Before.<\/p>\s*(<p><\/p>)?\s*<p>After.<\/p>$/)
  expect(rules).toContain('data-image')
})

test('code that shows an image keeps it', () => {
  expect(read(`\`\`\`\n<img src="${png}">\n\`\`\``).page).toContain(png)
  expect(read(`\`${png}\``).page).toContain(png)
})

test('a data address in the front matter only costs the lead image', () => {
  const parsed = accepted('a.md', `---\ntitle: T\nimage: ${png}\n---\nText.\n`)
  expect(parsed.manuscript.image).toBeUndefined()
  expect(rules(parsed)).toContain('unsafe-image')
})

test('two megabytes take linear time', () => {
  for (const unit of ['data:image/png,', 'data:image/svg+xml,<svg', `data:image/png;base64,${'A'.repeat(600)} `]) {
    const text = unit.repeat(Math.floor(2_000_000 / unit.length))
    const start = process.cpuUsage()
    const { restore, text: short } = shortenDataPictures(text)
    expect(restore(short)).toBe(text)
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2)
  }
})
