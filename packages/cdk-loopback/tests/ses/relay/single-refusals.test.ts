import { expect, test } from 'vitest'
import { judgeAnswer } from '../../../src/ses/relay/judge-answer.ts'
import { createRefusalCheck } from '../../../src/ses/relay/single-refusals.ts'
import type { Answer, Step } from '../../../src/ses/relay/transport.ts'

const accepted: Answer = { kind: 'accepted', text: '250 ok' }
const relaying: Answer = { kind: 'refused', step: 'RCPT', code: 550, text: '550 5.7.1 Relaying denied' }

function startChecking() {
  const check = createRefusalCheck()
  return (seq: number, answer: Answer) => {
    const { verdict, isAccount } = check(seq, answer, judgeAnswer(answer))
    return `${verdict.kind}${isAccount ? ', all wait' : ''}`
  }
}

test('refusals of the account stay so as long as nothing is accepted', () => {
  const check = startChecking()
  for (const seq of [1, 2, 1, 2, 1]) expect(check(seq, relaying)).toBe('stopped, all wait')
})

test('a mail that is refused again after others were accepted is deferred alone', () => {
  const check = startChecking()
  expect(check(1, relaying)).toBe('stopped, all wait')
  expect(check(2, accepted)).toBe('accepted')
  for (let attempt = 0; attempt < 3; attempt++) expect(check(1, relaying)).toBe('deferred')
})

test('several such mails in a row make all wait, because the account may have reached a limit', () => {
  const check = startChecking()
  for (const seq of [1, 2]) check(seq, relaying)
  check(3, accepted)
  expect([1, 2].map((seq) => check(seq, relaying))).toEqual(['deferred', 'deferred, all wait'])
})

test.each<Step>(['connect', 'EHLO', 'AUTH'])('a refusal at %s is never about a mail', (step) => {
  const check = startChecking()
  const refusal: Answer = { kind: 'refused', step, code: 421, text: '421 later' }
  check(1, refusal)
  check(2, accepted)
  expect(check(1, refusal)).toBe('stopped, all wait')
})

test('a reply that asks to come back later is never about a mail', () => {
  const check = startChecking()
  const slower: Answer = { kind: 'refused', step: 'MAIL', code: 421, text: '421 slower' }
  check(1, slower)
  check(2, accepted)
  expect(check(1, slower)).toBe('stopped, all wait')
})

test('other refusals pass unchanged', () => {
  const check = startChecking()
  expect(check(1, { ...relaying, text: '550 5.1.1 no such user' })).toBe('bounced')
  expect(check(1, { ...relaying, code: 450, text: '450 4.2.0 greylisted' })).toBe('deferred')
})
