import { expect, test } from 'vitest'
import { renderBody } from '../../../../core/html/render-body.ts'
import { accepted } from '../sample.ts'

const read = (html: string) => renderBody(accepted('a.html', `<title>T</title>${html}`).body, 'https://g.example/').feed
const links = `<p><a href="/web/20200101000000/https://old.example/a">a</a> <img alt=b
  src="/web/20200101000000im_/https://old.example/b.png"></p>`

test('a page saved from the Wayback Machine links to the original pages', () => {
  const html = read(`<div id="wm-ipp-base"><p>Wayback</p></div>${links}`)
  expect(html).toContain('href="https://old.example/a"')
  expect(html).toContain('src="https://web.archive.org/web/20200101000000im_/https://old.example/b.png"')
  expect(html).not.toContain('Wayback')
})

test('in another page, a link to the archive stays', () => {
  const archive = 'https://web.archive.org/web/2020/https://old.example/'
  expect(read(`<p><a href="${archive}">a</a>`)).toContain(`href="${archive}"`)
})
