import { expect, test } from 'vitest'
import { enclosures, mediaContents } from '../../../core/feeds/feed-media.ts'
import { corrected, sample } from './samples.ts'

const url = 'https://images.example.com/a.jpg?w=1&h=2'

test('an image is described by all its known properties', () => {
  const { article } = corrected
  const size = { width: 1200, height: 800 }
  expect(mediaContents(article)).toEqual([{ url, medium: 'image', type: 'image/webp', fileSize: 48_213, ...size }])
  expect(enclosures(article)).toEqual([{ url, length: 48_213, type: 'image/webp' }])
})

test.each([{ type: 'image/webp' }, { bytes: 1 }, {}])('an image with only %j is not an enclosure', (image) => {
  expect(enclosures(sample({ image: { url, alt: '', ...image } }).article)).toEqual([])
})

test('an article without an image has neither media content nor an enclosure', () => {
  const { article } = sample()
  expect([mediaContents(article), enclosures(article)]).toEqual([[], []])
})

test('audio comes before video, and both before the lead image', () => {
  const media = [
    { url: 'https://a.example/v.mp4', type: 'video/mp4' },
    { url: 'https://a.example/e.mp3', type: 'audio/mpeg', bytes: 7 },
  ]
  const { article } = sample({ media, image: { url, alt: '', type: 'image/webp', bytes: 3 } })
  expect(enclosures(article).map(({ url, length }) => [url, length])).toEqual([
    ['https://a.example/e.mp3', 7],
    ['https://a.example/v.mp4', undefined],
    [url, 3],
  ])
  expect(mediaContents(article).map(({ medium }) => medium)).toEqual(['image', 'video', 'audio'])
})
