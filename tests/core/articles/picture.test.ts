import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPicture, readPicture } from '../../../core/articles/picture.ts'
import { png } from './png.ts'

test('a picture has the size in its first bytes and the type of its name', () => {
  expect(readPicture('articles/a.png', png(600, 400), 1234, '"1"')).toEqual({
    ...{ type: 'image/png', bytes: 1234, etag: '"1"' },
    ...{ width: 600, height: 400 },
  })
})

test('the size of a photograph respects its orientation', () => {
  expect(readPicture('a.jpg', sidewaysJpeg(800, 600), 1, '"1"')).toMatchObject({ width: 600, height: 800 })
})

test('a damaged file, or one that is no picture, causes no error and no impossible size', () => {
  const bytes = fc.uint8Array({ maxLength: 200 })
  const starts = [png(600, 400), sidewaysJpeg(8, 6), Buffer.from('GIF89a'), Buffer.from('RIFF....WEBPVP8 '), ftyp]
  const damaged = fc.tuple(fc.constantFrom(...starts), fc.nat(40), bytes).map(([start, length, rest]) => {
    return Buffer.concat([start.subarray(0, length), rest])
  })
  fc.assert(
    fc.property(damaged, (opening) => {
      const { width, height } = readPicture('a.webp', opening, 1, '"1"')
      expect((width ?? 1) > 0 && (height ?? 1) > 0).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['articles/a/b.JPG', true],
  ['a.webp', true],
  ['a.svg', false],
  ['a.pdf', false],
])('%s is a picture: %s', (key, answer) => {
  expect(isPicture(key)).toBe(answer)
})

const ftyp = Buffer.from('\0\0\0\x18ftypavif\0\0\0\0', 'latin1')

/** A JPEG file with Exif orientation 6. */
function sidewaysJpeg(width: number, height: number): Buffer {
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010006000000000000', 'hex')
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
  const app1 = Buffer.concat([Buffer.from([0xff, 0xe1, 0, exif.length + 2]), exif])
  const frame = Buffer.from([0xff, 0xc0, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255, 3])
  return Buffer.concat([Buffer.from([0xff, 0xd8]), app1, frame, Buffer.alloc(20)])
}
