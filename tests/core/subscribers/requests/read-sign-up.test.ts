import { expect, test } from 'vitest'
import { readSignUp } from '../../../../core/subscribers/requests/read-sign-up.ts'
import { sampleSite } from '../../issues/sample-issue.ts'

const { publication } = sampleSite()
const now = new Date('2026-11-21T06:00:00Z')
/** The first valid stamp of ada@example.org on 21 November. */
const stamp = '2026-11-21:97075'
const topics = new Set(['maps', 'letters'])
const read = (fields: Record<string, unknown>, acceptLanguage: string | null = null) =>
  readSignUp({ email: 'ada@example.org', ...fields }, acceptLanguage, publication, topics, now)

test.each([
  [{}, null, 'en-GB', 'Check your inbox'],
  [{}, 'fr;q=0.5, de-AT', 'de-AT', 'Bitte prüfen Sie Ihr Postfach'],
  [{}, 'it, ar;q=0.1', 'ar', 'تفقّد بريدك'],
  [{ language: 'es' }, 'de', 'es', 'Revise su bandeja de entrada'],
  [{ language: 'it' }, 'de', 'de', 'Bitte prüfen Sie Ihr Postfach'],
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
  const signUp = readSignUp({ email: 'ada@mailinator.com' }, null, { ...publication, addresses }, topics, now)
  expect(signUp).toMatchObject({ kind: 'answered', response: { status: 422, title: 'Please use another address' } })
})

test('where proof of work is required, the stamp decides whether the request has it', () => {
  const strict = { ...publication, proofOfWork: true }
  const hasWorked = (fields: object) => {
    const signUp = readSignUp({ email: 'ada@example.org', ...fields }, null, strict, topics, now)
    return signUp.kind === 'accepted' && signUp.hasWorked
  }
  expect([hasWorked({ stamp }), hasWorked({}), hasWorked({ stamp: `${stamp}0` }), read({})]).toMatchObject([
    ...[true, false, false, { hasWorked: true }],
  ])
})

test.each<[fields: Record<string, unknown>, choices: object, message: string]>([
  [{ digest: 'hourly' }, { digest: 'daily' }, 'no digest called “hourly”. Your request is for “Daily digest” instead'],
  [{ digest: ['daily', 'weekly'] }, { digest: 'daily' }, 'no digest called “["daily","weekly"]”'],
  [{ timeZone: 'Europe/Berln' }, { timeZone: 'Europe/Berlin' }, 'no time zone called “Europe/Berln”. We use Europe/'],
  [{ language: 'it' }, { language: 'en-GB' }, 'the language “it”. Yours will be in English.'],
  [{ topics: 'maps, mpas' }, { topics: ['maps'] }, 'no topic called “mpas”, so it was left out'],
  [{ topics: ['maps', 'mpas', 'asai'] }, { topics: ['maps'] }, 'so they were left out: mpas, asai.'],
  [{ topics: Array(51).fill('maps') }, { topics: ['maps'] }, 'up to 50 topics'],
])('the response to %j says what was replaced or left out', (fields, choices, message) => {
  const signUp = read(fields)
  expect(signUp).toMatchObject({ kind: 'accepted', choices })
  expect(signUp.response.paragraphs.join(' ')).toContain(message)
})

test('known choices, empty ones and those of robots get the usual response', () => {
  const usual = read({}).response
  const known = { digest: 'weekly', topics: 'Maps', timeZone: 'UTC', language: 'en-US' }
  const robot = read({ website: 'x', digest: 'hourly', topics: 'x' })
  const others = [read(known), read({ digest: '', topics: ' , ', timeZone: ' ', language: '' }), robot]
  for (const { response } of others) expect(response).toEqual(usual)
  expect(robot.kind).toBe('answered')
})

test.each(['mpas', ['mpas', 'asai'], { maps: true }])(
  'if none of the topics %j exists, nothing is stored',
  (unknown) => {
    expect(read({ topics: unknown })).toMatchObject({ kind: 'answered', response: { status: 422 } })
  },
)

test.each([
  ['optional', ' Ada  Lovelace ', 'Ada Lovelace', false],
  ['optional', 'Cheap pills at evil.example', undefined, true],
  ['optional', '', undefined, false],
  ['optional', 12, undefined, false],
  ['none', 'Ada', undefined, false],
] as const)('if the form asks for a name (%s), %j is read as %j', (asks, typed, name, isRefused) => {
  const asking = { ...publication, form: { name: asks } }
  const signUp = readSignUp({ email: 'ada@example.org', name: typed }, null, asking, topics, now)
  if (signUp.kind !== 'accepted') throw new Error('not accepted')
  expect(signUp.name).toBe(name)
  expect(signUp.response.paragraphs.some((text) => text.includes('Your name was not saved'))).toBe(isRefused)
})
