import { expect, test } from 'vitest'
import { stylesheet } from '../../../core/pages/stylesheet.ts'
import { forceScheme, frameHtml } from '../../../operations/uploads/preview-frame.ts'

const url = 'https://news.example.org/articles/a-walk/'
const files = ['map.png', 'map.png.zip', 'up/Straße 1.jpg'].map((path) => ({ key: `articles/${path}`, path }))
const views = { url, files }
const local = ({ key }: { readonly key: string }) => `/files/${encodeURIComponent(key)}`

test('pictures come from other addresses, also in image sets and with queries', () => {
  const html = `<img src="${url}map.png" srcset="${url}map.png 1x, ${url}map.png?w=2 2x"><a href="${url}map.png.zip">`
  expect(frameHtml(html, views, local)).toBe(
    '<img src="/files/articles%2Fmap.png" srcset="/files/articles%2Fmap.png 1x, /files/articles%2Fmap.png?w=2 2x"><a href="/files/articles%2Fmap.png.zip">',
  )
})

test('names with spaces and letters of other languages are found', () => {
  const html = `<img src="${url}up/Stra%C3%9Fe%201.jpg">`
  expect(frameHtml(html, views, () => '/x?a&b')).toBe('<img src="/x?a&amp;b">')
})

test('other addresses of the page stay, and so do files without another address', () => {
  const html = `<a href="${url}">page</a><img src="${url}map.pngs"><img src="${url}map.png">`
  expect(frameHtml(html, views, () => undefined)).toBe(html)
  expect(frameHtml(html, views, local)).toContain(`<a href="${url}">page</a><img src="${url}map.pngs">`)
})

test('the style sheet is inside the document, and scripts are left out', () => {
  const html = `<link rel="stylesheet" href="${stylesheet.href}"><script type="module" src="/search.js"></script>`
  expect(frameHtml(html, views, local)).toBe(`<style>${stylesheet.body}</style>`)
})

test('a document is light or dark, whatever the system prefers', () => {
  const html = '<head><style>@media (prefers-color-scheme: dark) { a }</style></head>'
  expect(forceScheme(html, 'dark')).toBe(
    '<head><meta name="color-scheme" content="dark"><style>@media (min-width: 0) { a }</style></head>',
  )
  expect(forceScheme(html, 'light')).toContain('@media (max-width: 0) { a }')
})
