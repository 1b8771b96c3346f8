import { expect, test } from 'vitest'
import { listIssues } from '../../../cli/issues/ls.ts'
import { showIssue } from '../../../cli/issues/show.ts'
import type { Stack } from '../../../operations/stack.ts'
import { sampleIssue } from '../../console/samples.ts'
import { sampleSite } from '../../core/issues/sample-issue.ts'

const counts = { recipients: 400, submitted: 400, skipped: 0, suppressed: 0, failed: 0, unknown: 0, pending: 0 }
const record = (number: number) =>
  sampleIssue({ number, state: 'submitted', counts, recipients: 400, submittedAt: '2026-03-01T06:02:00.000Z' })
const left = new Map([[2, 3]])
const stack = {
  site: sampleSite(),
  issues: {
    listDigests: async () => ['daily', 'weekly'],
    list: async (digest: string) => (digest === 'daily' ? [record(2), record(1)] : []),
    get: async (_digest: string, number: number) => record(number),
    listPlanned: async () => new Map(),
  },
  issueContent: { get: async () => ({ settings: {} }) },
  deliveries: { readStatistics: async () => ({ delivered: 390, bounced: 10 }) },
  unsubscriptions: {
    list: async (digest: string) => (digest === 'daily' ? left : new Map()),
    get: async (_digest: string, number: number) => left.get(number) ?? 0,
  },
  readSendPace: async () => undefined,
} as unknown as Stack // what the two commands use

async function answerOf(command: typeof listIssues): Promise<{ value: unknown; text: string }> {
  const answers: { value: unknown; text: string }[] = []
  await command(stack, { answer: (value, lines = []) => void answers.push({ value, text: lines.join('\n') }) })
  return answers[0] ?? { value: undefined, text: '' }
}

test('`issues ls` says how many readers left through each issue', async () => {
  const { value, text } = await answerOf(listIssues)
  expect(value).toMatchObject([
    { number: 2, unsubscriptions: { count: 3, percentOfDelivered: 0.77 } },
    { number: 1, unsubscriptions: { count: 0, percentOfDelivered: 0 } },
  ])
  expect(text.match(/unsubscribed: .*?\)/g)).toEqual(['unsubscribed: 3 (0.77 % of delivered)'])
})

test('`issues show` says how many readers left through the issue', async () => {
  const { value, text } = await answerOf((given, report) => showIssue('daily', '2', given, report))
  expect(value).toMatchObject({ counts, unsubscriptions: { count: 3, percentOfDelivered: 0.77 } })
  expect(text).toContain('unsubscribed with the links of its mails: 3 (0.77 % of delivered)')
})
