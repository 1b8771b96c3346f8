import { expect, test } from 'vitest'
import { parsePublication } from '../../core/publication.ts'

const parse = (unsubscribeMail: object, sender: object = {}) =>
  parsePublication(
    JSON.stringify({
      ...{ title: 'The Example Post', description: 'News', tag: 'example.org,2026', postalAddress: '1 Example Street' },
      sender: { name: 'The Example Post', address: 'post@Example.org', ...sender },
      unsubscribeMail,
    }),
  ).unsubscribeMail

test.each([
  [{ address: 'leave@bounces.example.org' }, 'bounces return to bounces.example.org'],
  [{ address: 'leave@münchen.example' }, 'use an address in ASCII'],
  [{ address: `leave@${'in.'.repeat(90)}example.org` }, 'unsubscribeMail.address'],
  [{ address: 'Leave <leave@in.example.org>' }, 'use an address in ASCII'],
  [{ address: 'leave@in.example.org', ruleSet: '-mine' }, 'the name of a receipt rule set'],
  [{}, 'unsubscribeMail.address: use an address'],
])('%j is a mistake', (unsubscribeMail, message) => {
  expect(() => parse(unsubscribeMail)).toThrow(message)
})

test('bounces return to the domain only if the stack makes the identity', () => {
  const unsubscribeMail = { address: 'leave@bounces.example.org', ruleSet: 'default-rule-set' }
  expect(parse(unsubscribeMail, { identity: 'exists' })).toEqual(unsubscribeMail)
})
