import { expect, test } from 'vitest'
import { describeDeparture, describeRefusal, describeSuppression } from '../../../core/subscribers/describe-refusal.ts'
import type { Departure } from '../../../core/subscribers/subscriber.ts'

const at = '2026-11-05T23:00:00.000Z'

test.each<[Departure, string]>([
  [{ reason: 'unsubscribed', by: 'operator', at }, 'unsubscribed by the operator on 2026-11-05'],
  [{ reason: 'unsubscribed', by: 'import', at }, 'unsubscribed elsewhere on 2026-11-05'],
  [{ reason: 'unsubscribed', at }, 'unsubscribed on 2026-11-05'],
  [
    { reason: 'unsubscribed', by: 'lapse', at },
    'lapsed on 2026-11-05, because they did not answer whether they still want the mails',
  ],
  [{ reason: 'erased', by: 'operator', at }, 'erased by the operator on 2026-11-05'],
  [{ reason: 'erased' }, 'erased'],
  [{ reason: 'moved', at }, 'moved to another address on 2026-11-05'],
])('the report of an import describes %j as "%s"', (departure, text) => {
  expect(describeDeparture(departure)).toBe(text)
})

test.each([
  ['bounce', 'suppressed: mail bounced on 2026-11-05'],
  ['complaint', 'suppressed: marked as spam on 2026-11-05'],
  ['operator', 'suppressed: blocked by the operator on 2026-11-05'],
] as const)('it describes a suppression because of a %s as "%s"', (reason, text) => {
  expect(describeSuppression({ reason, at })).toBe(text)
})

test('a refused admission is described with what caused it', () => {
  expect(describeRefusal({ outcome: 'suppressed', suppression: { reason: 'bounce', at } })).toBe(
    'suppressed: mail bounced on 2026-11-05',
  )
  expect(describeRefusal({ outcome: 'moved', at })).toBe('moved to another address on 2026-11-05')
})
