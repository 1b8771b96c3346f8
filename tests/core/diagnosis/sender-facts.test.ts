import { expect, test } from 'vitest'
import { domainOf } from '../../../core/diagnosis/sender-facts.ts'

test.each([
  ['News.example.org', 'news.example.org'],
  ['press@Example.org', 'example.org'],
])('the identity %s signs as %s', (name, domain) => {
  expect(domainOf({ name })).toBe(domain)
})
