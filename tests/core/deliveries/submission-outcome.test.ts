import { expect, test } from 'vitest'
import { submissionOutcome } from '../../../core/deliveries/submission-outcome.ts'
import type { Submission } from '../../../core/mail/submission.ts'

const error = new Error('oops')
const released = { kind: 'released', token: 'one' }

test.each<[Submission, object]>([
  [{ kind: 'submitted', messageId: 'ses-1' }, { fact: { kind: 'submitted', messageId: 'ses-1' } }],
  [
    { kind: 'rejected', reason: 'MessageRejected' },
    { fact: { kind: 'failed', reason: 'MessageRejected', token: 'one' } },
  ],
  [{ kind: 'throttled' }, { fact: released, backoff: 'throttled' }],
  [
    { kind: 'throttled', spent: true },
    { fact: released, backoff: 'spent' },
  ],
  [{ kind: 'refused', error }, { fact: released }],
  [{ kind: 'unknown', error }, { backoff: 'unsettled' }],
])('the outcome of %j is %j', (result, expected) => {
  expect(submissionOutcome(result, 'one')).toEqual(expected)
})
