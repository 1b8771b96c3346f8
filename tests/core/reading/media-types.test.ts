import { expect, test } from 'vitest'
import { fileExtension, fileHeaders, isFileName } from '../../../core/reading/media-types.ts'

test.each([
  ['photo.JPG', 'jpg'],
  ['archive.tar.gz', 'gz'],
  ['README', ''],
  ['folder.d/file', ''],
])('the extension of %s is "%s"', (name, extension) => {
  expect(fileExtension(name)).toBe(extension)
})

test.each([
  ['map.png', true],
  ['data.csv', true],
  ['page.html', false],
  ['setup.exe', false],
  ['x.constructor', false],
])('%s may belong to an article: %s', (name, answer) => {
  expect(isFileName(name)).toBe(answer)
})

test('browsers save a file that could run a script instead of showing it', () => {
  expect(fileHeaders('logo.svg')).toEqual({ contentType: 'image/svg+xml', disposition: 'attachment' })
  expect(fileHeaders('map.png')).toEqual({ contentType: 'image/png', disposition: undefined })
  expect(fileHeaders('page.html')).toEqual({ contentType: 'application/octet-stream', disposition: undefined })
})
