import { expect, test } from 'vitest'
import { verifyStamp } from '../../../../core/proof-of-work.ts'
import { readSignUp } from '../../../../core/subscribers/requests/read-sign-up.ts'
import { sampleSite } from '../../issues/sample-issue.ts'

const { publication } = sampleSite()
const now = new Date('2026-11-21T06:00:00Z')
const read = (fields: Record<string, unknown>, acceptLanguage: string | null = null) =>
  readSignUp({ email: 'ada@example.org', ...fields }, acceptLanguage, publication, now)

test.each([
  [{}, null, 'en-GB', 'Check your inbox'],
  [{}, 'fr;q=0.5, de-AT', 'de-AT', 'Sehen Sie in Ihr Postfach'],
  [{}, 'it, ar;q=0.1', 'ar', 'تفقّد بريدك'],
  [{ language: 'es' }, 'de', 'es', 'Mire su bandeja de entrada'],
  [{ language: 'it' }, 'de', 'it', 'Sehen Sie in Ihr Postfach'],
  [{}, 'de;q=0, *;q=x, 💥', 'en-GB', 'Check your inbox'],
])('%j of a browser that wants %s: mails in %s', (fields, accepted, language, title) => {
  const signUp = read(fields, accepted)
  if (signUp.kind !== 'accepted') throw new Error('it was not accepted')
  expect([signUp.choices.language, signUp.answer.title]).toEqual([language, title])
})

test('what they agreed to is kept as it was said, and the same text has the same version', () => {
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
])('a form that was open for %s ms is asked for once more: %s', (elapsed, asked) => {
  const signUp = read({ elapsed, topics: ['maps', 'letters'], digest: 'weekly' })
  expect(signUp.kind).toBe(asked ? 'answered' : 'accepted')
  if (signUp.kind === 'accepted') return
  const fields = signUp.answer.forms?.[0]?.fields.map((field) => [field.name, 'value' in field ? field.value : ''])
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

test('a mistyped domain is taken, and what was probably meant is suggested', () => {
  expect(read({ email: 'ada@gmial.com' })).toMatchObject({
    kind: 'accepted',
    address: 'ada@gmial.com',
    answer: { status: 200, suggestion: 'ada@gmail.com' },
  })
})

test('an address that publication.json refuses is told so', () => {
  const addresses = { ...publication.addresses, disposable: 'refuse' } as const
  const signUp = readSignUp({ email: 'ada@mailinator.com' }, null, { ...publication, addresses }, now)
  expect(signUp).toMatchObject({ kind: 'answered', answer: { status: 422, title: 'Please use another address' } })
})

test('where work is asked for, a stamp tells whether it was done', () => {
  const strict = { ...publication, proofOfWork: true }
  const stamp = makeStamp('ada@example.org', '2026-11-21')
  const worked = (fields: object) => {
    const signUp = readSignUp({ email: 'ada@example.org', ...fields }, null, strict, now)
    return signUp.kind === 'accepted' && signUp.worked
  }
  expect([worked({ stamp }), worked({}), worked({ stamp: `${stamp}0` }), read({})]).toMatchObject([
    ...[true, false, false, { worked: true }],
  ])
})

test('a stamp is good for its address and the days around', () => {
  const stamp = makeStamp('ada@example.org', '2026-11-21')
  const at = (day: string) => verifyStamp(stamp, 'ada@example.org', new Date(day))
  expect([at('2026-11-20T00:00:00Z'), at('2026-11-22T23:59:59Z'), at('2026-11-24'), at('2026-11-18')]).toEqual([
    ...[true, true, false, false],
  ])
  expect(verifyStamp(stamp, 'eve@example.org', now)).toBe(false)
  for (const broken of ['', '2026-11-21', '2026-11-21:', '2026-11-21:a b', 'x:1', '2026-99-99:1']) {
    expect(verifyStamp(broken, 'ada@example.org', now)).toBe(false)
  }
})

function makeStamp(email: string, day: string): string {
  for (let nonce = 0; ; nonce += 1) {
    if (verifyStamp(`${day}:${nonce}`, email, new Date(day))) return `${day}:${nonce}`
  }
}
