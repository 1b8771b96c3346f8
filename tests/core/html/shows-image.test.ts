import { expect, test } from 'vitest'
import { showsImage } from '../../../core/html/shows-image.ts'

test.each([
  ['https://x.example/a.png', 'https://x.example/a.png', true],
  ['https://x.example/a-1024x576.jpg', 'https://x.example/a.jpg', true],
  ['https://x.example/a.jpg?w=600&#x26;h=400', 'https://x.example/a.jpg', true],
  ['https://x.example/i?n=1&#x26;w=2', 'https://x.example/i?n=1&w=2', true],
  ['https://x.example/i?n=1', 'https://x.example/i?n=2', false],
  ['https://x.example/a.png', 'https://x.example/b.png', false],
])('a text with the image %s shows %s: %s', (source, url, isShown) => {
  expect(showsImage(`<p><img src="${source}" alt=""></p>`, url)).toBe(isShown)
})
