import { expect, test } from 'vitest'
import { enclosure, mediaContent } from '../../../core/feeds/feed-image.ts'
import { corrected, sample } from './samples.ts'

const url = 'https://images.example.com/a.jpg?w=1&h=2'

test('an image is described by all its known properties', () => {
  const { article } = corrected
  const size = { width: 1200, height: 800 }
  expect(mediaContent(article)).toEqual({ url, medium: 'image', type: 'image/webp', fileSize: 48_213, ...size })
  expect(enclosure(article)).toEqual({ url, length: 48_213, type: 'image/webp' })
})

test.each([{ type: 'image/webp' }, { bytes: 1 }, {}])('an image with only %j is not an enclosure', (image) => {
  expect(enclosure(sample({ image: { url, alt: '', ...image } }).article)).toBeUndefined()
})

test('an article without an image has neither media content nor an enclosure', () => {
  const { article } = sample()
  expect([mediaContent(article), enclosure(article)]).toEqual([undefined, undefined])
})
