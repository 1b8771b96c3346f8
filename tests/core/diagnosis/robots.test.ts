import { expect, test } from 'vitest'
import { mayReadSite } from '../../../core/diagnosis/robots.ts'

test.each([
  ['', true],
  ['User-agent: *\nDisallow:', true],
  ['User-agent: *\nDisallow: /private', true],
  ['User-agent: *\nDisallow: /', false],
  ['User-Agent: *\r\nDISALLOW: / # all\r\n', false],
  ['User-agent: *\nDisallow: /*', false],
  ['User-agent: GPTBot\nDisallow: /', true],
  ['User-agent: GPTBot\nUser-agent: *\nDisallow: /', false],
  ['User-agent: *\nDisallow: /x\nUser-agent: GPTBot\nDisallow: /', true],
  ['User-agent: *\nDisallow: /\nAllow: /', true],
  ['<!doctype html>', true],
])('%j lets robots read the front page: %s (RFC 9309 §2.2)', (text, expected) => {
  expect(mayReadSite(text)).toBe(expected)
})
