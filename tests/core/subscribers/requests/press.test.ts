import { expect, test } from 'vitest'
import { isOneClick, isPressed } from '../../../../core/subscribers/requests/press.ts'

const none = new Headers()

test('a press is a form with the field of our forms, or with a field of its own', () => {
  expect(isPressed({ pressed: 'yes' }, [], none)).toBe(true)
  expect(isPressed({ pressed: ['yes', 'yes'] }, [], none)).toBe(true)
  expect(isPressed({ email: '' }, ['email'], none)).toBe(true)
  expect(isPressed({ email: '' }, [], none)).toBe(false)
  expect(isPressed({ pressed: '' }, [], none)).toBe(false)
  expect(isPressed(undefined, [], none)).toBe(false)
})

test('a form on another site presses nothing', () => {
  expect(isPressed({ pressed: 'yes' }, [], new Headers({ 'sec-fetch-site': 'cross-site' }))).toBe(false)
  expect(isPressed({ pressed: 'yes' }, [], new Headers({ 'sec-fetch-site': 'same-origin' }))).toBe(true)
})

test('the request of a mail program has exactly the field of RFC 8058', () => {
  expect(isOneClick({ user: '1', 'List-Unsubscribe': 'One-Click' })).toBe(true)
  expect(isOneClick({ 'List-Unsubscribe': 'no' })).toBe(false)
  expect(isOneClick(undefined)).toBe(false)
})
