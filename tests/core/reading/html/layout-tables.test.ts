import { expect, test } from 'vitest'
import { renderBody } from '../../../../core/html/render-body.ts'
import { accepted } from '../sample.ts'

const read = (html: string) =>
  renderBody(accepted('a.html', `<title>T</title>${html}`).body, 'https://gazette.example/articles/t/').feed.trim()

test('a table that only arranges a text becomes blocks, and one with data stays', () => {
  const data = '<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>'
  const mail = (cell: string) =>
    read(`<table role=presentation><tr><td><table width=600><tr><td>${cell}</td></tr></table></td></tr></table>`)
  expect(mail(`<p>Oil</p>${data}`)).toBe(`<div><div><p>Oil</p>${data}</div></div>`)
  expect(read(`<table><tr><td>Menu</td><td>${data}</td></tr></table>`)).toBe(`<div>Menu</div><div>${data}</div>`)
  expect(read(`<table><tr><th>Fares</th><td>${data}</td></tr></table>`)).toContain('<th>Fares</th>')
})
