import { expect, test } from 'vitest'
import { readSignUp } from '../../../../core/subscribers/requests/read-sign-up.ts'
import { sampleSite } from '../../issues/sample-issue.ts'

const { publication } = sampleSite()
const now = new Date('2026-11-21T06:00:00Z')
/** The first valid stamp of ada@example.org on 21 November. */
const stamp = '2026-11-21:97075'
const read = (fields: Record<string, unknown>, acceptLanguage: string | null = null) =>
  readSignUp({ email: 'ada@example.org', ...fields }, acceptLanguage, publication, now)

test.each([
  [{}, null, 'en-GB', 'Check your inbox'],
  [{}, 'fr;q=0.5, de-AT', 'de-AT', 'Bitte prüfen Sie Ihr Postfach'],
  [{}, 'it, ar;q=0.1', 'ar', 'تفقّد بريدك'],
  [{ language: 'es' }, 'de', 'es', 'Revise su bandeja de entrada'],
  [{ language: 'it' }, 'de', 'it', 'Bitte prüfen Sie Ihr Postfach'],
  [{}, 'de;q=0, *;q=x, 💥', 'en-GB', 'Check your inbox'],
])('the fields %j with Accept-Language %s choose the language %s', (fields, accepted, language, title) => {
  const signUp = read(fields, accepted)
  if (signUp.kind !== 'accepted') throw new Error('not accepted')
  expect([signUp.choices.language, signUp.response.title]).toEqual([language, title])
})

test('the consent text is stored on one line, and the same text has the same version', () => {
  const consent = 'I want  to receive\r\nthe Gazette.'
  const [once, again] = [read({ consent }), read({ consent })]
  expect(once).toMatchObject({
    agreed: { text: 'I want to receive the Gazette.', textVersion: expect.stringMatching(/^[0-9a-f]{12}$/) },
  })
  expect(again).toEqual(once)
  expect(read({})).toMatchObject({ agreed: {} })
})

test.each([
  ['0', true],
  ['1499', true],
  ['1500', false],
  ['', false],
  ['soon', false],
])('a form that was open for %s ms has to be sent again: %s', (elapsed, isQuick) => {
  const signUp = read({ elapsed, topics: ['maps', 'letters'], digest: 'weekly' })
  expect(signUp.kind).toBe(isQuick ? 'answered' : 'accepted')
  if (signUp.kind === 'accepted') return
  const fields = signUp.response.forms?.[0]?.fields.map((field) => [field.name, 'value' in field ? field.value : ''])
  expect(fields).toEqual([
    ['email', 'ada@example.org'],
    ['digest', 'weekly'],
    ['timeZone', ''],
    ['language', ''],
    ['consent', ''],
    ['stamp', ''],
    ['topics', 'maps'],
    ['topics', 'letters'],
  ])
})

test('a mistyped domain is accepted, and the response suggests the common one', () => {
  expect(read({ email: 'ada@gmial.com' })).toMatchObject({
    kind: 'accepted',
    address: 'ada@gmial.com',
    response: { status: 200, suggestion: 'ada@gmail.com' },
  })
})

test('an address that publication.json refuses gets a response that says so', () => {
  const addresses = { ...publication.addresses, disposable: 'refuse' } as const
  const signUp = readSignUp({ email: 'ada@mailinator.com' }, null, { ...publication, addresses }, now)
  expect(signUp).toMatchObject({ kind: 'answered', response: { status: 422, title: 'Please use another address' } })
})

test('where proof of work is required, the stamp decides whether the request has it', () => {
  const strict = { ...publication, proofOfWork: true }
  const hasWorked = (fields: object) => {
    const signUp = readSignUp({ email: 'ada@example.org', ...fields }, null, strict, now)
    return signUp.kind === 'accepted' && signUp.hasWorked
  }
  expect([hasWorked({ stamp }), hasWorked({}), hasWorked({ stamp: `${stamp}0` }), read({})]).toMatchObject([
    ...[true, false, false, { hasWorked: true }],
  ])
})
