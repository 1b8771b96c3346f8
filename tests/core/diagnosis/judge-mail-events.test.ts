import { expect, test } from 'vitest'
import { judgeEvents, judgeUnsubscribeMail, neededEvents } from '../../../core/diagnosis/judge-mail-events.ts'

const found = <Value>(value: Value) => ({ kind: 'found', value }) as const
const missing = { kind: 'missing' } as const
const unreadable = { kind: 'unreadable', reason: 'Ask for Operator.' } as const
const ids = (findings: readonly { readonly id: string }[]) => findings.map(({ id }) => id)

test.each([
  ['events.ok', found([{ isEnabled: true, types: [...neededEvents] }])],
  [
    'events.ok',
    found([
      { isEnabled: true, types: neededEvents.slice(0, 3) },
      { isEnabled: true, types: neededEvents.slice(3) },
    ]),
  ],
  ['events.incomplete', found([{ isEnabled: true, types: ['BOUNCE'] }])],
  ['events.missing', found([{ isEnabled: false, types: [...neededEvents] }])],
  ['events.missing', missing],
  ['events.unchecked', unreadable],
])('%s: %j', (id, reading) => {
  expect(ids(judgeEvents('Mails', reading))).toEqual([id])
})

const rule = { isEnabled: true, recipients: ['Leave@in.example.org'] }
const facts = {
  ...{ address: 'leave@in.example.org', ruleSet: 'Own' },
  exchanges: found(['inbound-smtp.eu-west-1.amazonaws.com.']),
  active: found({ name: 'Own', rules: [rule] }),
}

test.each([
  ['unsubscribe-mail.ok', {}],
  [
    'unsubscribe-mail.ok',
    { active: found({ name: 'Own', rules: [{ isEnabled: true, recipients: ['in.example.org'] }] }) },
  ],
  ['unsubscribe-mail.mx', { exchanges: missing }],
  ['unsubscribe-mail.mx', { exchanges: found(['inbound-smtp.eu-west-1.amazonaws.com', 'mx.example.org']) }],
  ['unsubscribe-mail.inactive', { active: missing }],
  ['unsubscribe-mail.rule', { active: found({ name: 'Other', rules: [] }) }],
  ['unsubscribe-mail.rule', { active: found({ name: 'Own', rules: [{ ...rule, isEnabled: false }] }) }],
  ['unsubscribe-mail.unchecked', { active: unreadable }],
])('%s: %j', (id, changes) => {
  expect(ids(judgeUnsubscribeMail({ ...facts, ...changes }, 'eu-west-1'))).toEqual([id])
})

test('a publication need not use it', () => {
  expect(ids(judgeUnsubscribeMail(undefined, 'eu-west-1'))).toEqual(['unsubscribe-mail.ok'])
})
