import { expect, test } from 'vitest'
import { imageSetAddresses, placeImageSet } from '../../../core/html/image-set.ts'

const place = (text: string) => placeImageSet(text, 'https://x.example/articles/t/', (address) => address)

test('addresses become absolute, and widths and densities are unchanged', () => {
  expect(place('a.jpg 600w,b.jpg?x=1,2 1200w, /c.jpg 1.5x, d.jpg')).toBe(
    'https://x.example/articles/t/a.jpg 600w, https://x.example/articles/t/b.jpg?x=1,2 1200w, https://x.example/c.jpg 1.5x, https://x.example/articles/t/d.jpg',
  )
})

test('only web addresses are kept', () => {
  expect(place('javascript:alert(1) 1x, a.jpg 2x')).toBe('https://x.example/articles/t/a.jpg 2x')
  expect(place('data:image/svg+xml,x 2x, x y z, ,,')).toBeUndefined()
})

test('addresses are listed unchanged', () => {
  expect(imageSetAddresses('a.jpg 600w, maps/b.jpg 2x')).toEqual(['a.jpg', 'maps/b.jpg'])
  expect(imageSetAddresses('')).toEqual([])
})
