import { expect, test } from 'vitest'
import { frameKind } from '../../../../core/reading/html/frame-names.ts'

const kind = (tagName: string, className: string) =>
  frameKind({ type: 'element', tagName, properties: { className: [className] }, children: [] })

test('a part of the frame is known by its name', () => {
  expect(kind('div', 'sharedaddy')).toBe('share buttons')
  expect(kind('section', 'comments-area')).toBe('comments')
  expect(kind('p', 'remarks')).toBeUndefined()
})

test('the whole page is never a part of its frame', () => {
  expect(kind('body', 'navigation')).toBeUndefined()
})
