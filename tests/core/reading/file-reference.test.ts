import { expect, test } from 'vitest'
import { renderBody } from '../../../core/html/render-body.ts'
import { fileAddress, fileReference, referencedFiles, rememberedFiles } from '../../../core/reading/file-reference.ts'
import { accepted } from './sample.ts'

const key = 'articles/2026/a.html'

test.each([
  ['map.png', 'articles/2026/map.png', 'map.png'],
  ['./maps/a%20b.png?v=2', 'articles/2026/maps/a b.png', 'maps/a b.png'],
  ['..\\map.png', 'articles/map.png', 'up/map.png'],
  ['maps%5Ca.png', 'articles/2026/maps/a.png', 'maps/a.png'],
  ['/assets/jar.jpg', 'articles/assets/jar.jpg', 'up/assets/jar.jpg'],
  ['/2026/jar.jpg', 'articles/2026/jar.jpg', 'jar.jpg'],
  ['/articles/jar.jpg', 'articles/jar.jpg', 'up/jar.jpg'],
  ['\\assets\\jar.jpg', 'articles/assets/jar.jpg', 'up/assets/jar.jpg'],
])('%s is the file %s', (address, file, path) => {
  expect(fileReference(address, key)).toEqual({ key: file, path })
})

test.each([
  'https://x.example/a.png',
  '//x.example/a.png',
  '/feed.json',
  '/topics/maps/feed.json',
  '/backfill/a.png',
  '\\\\server\\a.png',
  '#map.png',
  '?map.png',
  '../../backfill/a.png',
  '../../../a.png',
  '../../receipts/a.png',
  'page.html',
  'a%0Ab.png',
  '%E0%A4%A.png',
  `${'x'.repeat(1000)}.png`,
])('%s is no file beside the article', (address) => {
  expect(fileReference(address, key)).toBeUndefined()
  expect(fileAddress(address, key)).toBe(address)
})

test('the address of a file is below the article and keeps its query', () => {
  expect(fileAddress('../a b.png?v=2#x', key)).toBe('up/a%20b.png?v=2#x')
})

test('each file is listed once, including every size of an image', () => {
  const html = '<img src="maps/a.png" srcset="maps/a.png 600w, ../b.png 1200w, https://x.example/c.png 2x" alt="">'
  const { body } = accepted('2026/a.html', `<title>T</title>${html}`)
  const image = { url: 'cover.jpg', alt: '' }
  expect(referencedFiles(body, image, key).map((file) => file.key)).toEqual([
    'articles/2026/cover.jpg',
    'articles/2026/maps/a.png',
    'articles/b.png',
  ])
  const articleUrl = 'https://gazette.example/articles/t/'
  const { page } = renderBody(body, articleUrl, (address) => fileAddress(address, key))
  expect(page).toContain(
    `srcset="${articleUrl}maps/a.png 600w, ${articleUrl}up/b.png 1200w, https://x.example/c.png 2x"`,
  )
})

test('a record keeps a bounded number of former files, newest first', () => {
  const files = Array.from({ length: 300 }, (_, index) => ({ key: `articles/${index}.png`, path: `${index}.png` }))
  expect(rememberedFiles(files)).toEqual(files.slice(0, 200))
  const long = files.map((file) => ({ ...file, key: 'x'.repeat(900) }))
  expect(rememberedFiles(long)).toHaveLength(66)
})
