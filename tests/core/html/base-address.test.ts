import { expect, test } from 'vitest'
import { renderBody } from '../../../core/html/render-body.ts'
import { accepted } from '../reading/sample.ts'

const read = (base: string) =>
  accepted(
    'a.html',
    `<head>${base}<title>T</title><meta property="og:image" content="lead.png"></head><p id="x"><a href="b.html">b</a> <a href="#x">x</a> <img src="../c.png" srcset="d.png 2x" alt="c">`,
  )
const page = (base: string) => renderBody(read(base).body, 'https://gazette.example/articles/t/').page

test('relative addresses of a saved page lead to where it was saved from', () => {
  const base = '<base href="https://old.example/2020/">'
  expect(page(base)).toContain('href="https://old.example/2020/b.html"')
  expect(page(base)).toContain('href="#a-x"')
  expect(page(base)).toContain('src="https://old.example/c.png" srcset="https://old.example/2020/d.png 2x"')
  expect(read(base).manuscript.image?.url).toBe('https://old.example/2020/lead.png')
})

test.each(['<base target="_blank">', '<base href="/">', '<base href="file:///home/">', ''])(
  'any other base changes nothing: %s',
  (base) => {
    expect(page(base)).toContain('src="https://gazette.example/articles/c.png"')
    expect(read(base).manuscript.image?.url).toBe('lead.png')
  },
)
