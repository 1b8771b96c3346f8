import { expect, test } from 'vitest'
import { readChoices, readVisitorRequest } from '../../../../core/subscribers/requests/read-choices.ts'
import { sampleSite } from '../../issues/sample-issue.ts'

const { publication } = sampleSite()
const defaults = { digest: 'daily', topics: [], language: 'en-GB', timeZone: 'Europe/Berlin' }

test.each([
  [{}, {}],
  [{ digest: 'weekly' }, { digest: 'weekly' }],
  [{ digest: 'monthly' }, {}],
  [{ digest: '__proto__' }, {}],
  [{ topics: 'asia' }, { topics: ['asia'] }],
  [{ topics: 'china, asia,,asia ' }, { topics: ['asia', 'china'] }],
  [{ topics: ['china', 'asia'] }, { topics: ['asia', 'china'] }],
  [{ topics: ['Rural life'] }, { topics: ['rural-life'] }],
  [{ topics: [''] }, { topics: [] }],
  [{ topics: 'a\r\nBcc: x' }, { topics: ['a-bcc-x'] }],
  [{ timeZone: ' America/New York ' }, { timeZone: 'America/New_York' }],
  [{ timeZone: 'Mars/Olympus' }, {}],
  [{ timeZone: 'x'.repeat(60_000) }, {}],
  [{ language: 'de' }, { language: 'de' }],
  [{ language: 'pt_br' }, { language: 'pt-BR' }],
  [{ language: 'no language' }, {}],
  [{ language: `en-${'x-aaaaaaaa-'.repeat(50)}a` }, {}],
])('%j is read as %j', (fields, expected) => {
  expect(readChoices(fields, publication)).toEqual({ ...defaults, ...expected })
})

test('topics after the 50th are ignored', () => {
  const topics = Array.from({ length: 5000 }, (_, n) => `topic-${n}`)
  expect(readChoices({ topics }, publication).topics).toHaveLength(50)
})

test.each([
  undefined,
  null,
  'ada@example.org',
  [],
  {},
  { email: 7 },
  { email: ['a@example.org', 'b@example.org'] },
  { email: 'a'.repeat(1001) },
])('%j is not a request', (fields) => {
  expect(readVisitorRequest(fields)).toBeUndefined()
})

test('a choice of another type names nothing known, and any other field of another type counts as absent', () => {
  const choices = { digest: 7, topics: { a: 1 }, timeZone: ['UTC', 'UTC'], language: null }
  const request = readVisitorRequest({ email: 'ada@example.org', ...choices, consent: 7, more: 'x' })
  expect(request).toEqual({
    email: 'ada@example.org',
    digest: '7',
    topics: '{"a":1}',
    timeZone: '["UTC","UTC"]',
    language: undefined,
  })
})
