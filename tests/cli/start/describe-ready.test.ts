import { expect, test } from 'vitest'
import { describeFirstIssue, describeReady } from '../../../cli/start/describe-ready.ts'

const stack = {
  title: 'The Gazette',
  site: 'http://127.0.0.1:4000',
  console: 'http://127.0.0.1:4001',
  aws: 'http://127.0.0.1:4566',
  uploads: 'uploads-1',
  folder: '/srv/my data',
  isDefaultFolder: true,
  firstIssue: { digest: 'daily', mails: 2, readers: { daily: 2, weekly: 1 } },
}

test('the first start says how many got a mail, and why the others got none', () => {
  expect(describeFirstIssue(stack.firstIssue)).toEqual([
    'The example articles of seeds/ are published, and the first issue of the daily digest is mailed.',
    'Of 3 example subscribers, 2 got a mail each; 1 reads the weekly digest, which has not been sent yet.',
  ])
  expect(describeFirstIssue({ digest: 'press', mails: 1, readers: { press: 1 } })[1]).toBe(
    'Of 1 example subscriber, 1 got a mail.',
  )
  expect(describeReady(stack).join('\n')).toContain('Read the mails at http://127.0.0.1:4001/mail/')
})

test('a later start mentions neither the examples nor their mails', () => {
  expect(describeReady({ ...stack, firstIssue: undefined }).join('\n')).not.toMatch(/example|Read the mails/)
})

test('the commands find the stack, wherever its data is', () => {
  expect(describeReady(stack).join('\n')).toContain('npx postrider publish FILE.md')
  expect(describeReady({ ...stack, isDefaultFolder: false }).join('\n')).toContain(
    "npx postrider --data '/srv/my data' publish FILE.md",
  )
})
