import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import MailComposer from 'nodemailer/lib/mail-composer'
import { connect, findLocalStack } from '../cli/connect.ts'
import { assembleMail } from '../core/issues/assemble-mail.ts'
import { personalParts } from '../core/issues/personal-parts.ts'
import { renderVariant } from '../core/issues/render-variant.ts'
import { cpuOf, quantile } from './measure.ts'
import { comparePaths, measurePlanning } from './send-path.ts'
import { withFolder } from './support/local-process.ts'
import { measureSend } from './support/measure-send.ts'
import { largeIssue, sampleSite } from './support/samples.ts'

/** Compares assembling a mail with copying memory and with nodemailer's composer, and sending with bare SDK calls. */
export async function benchSending(): Promise<void> {
  await benchAssembling()
  await withFolder(async (data) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'send-server.ts'), data], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      await once(createInterface({ input: child.stdout }), 'line')
      const stack = await connect({ data })
      const { connection } = await findLocalStack(data)
      await comparePaths(stack, connection)
      await measurePlanning(stack, connection)
    } finally {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  })
}

async function benchAssembling(): Promise<void> {
  const site = sampleSite()
  const issue = largeIssue(site)
  const articles = issue.articles.map(({ id }) => id)
  const variant = renderVariant(site, issue, articles)
  const subscriber = { id: 'ab12cd34', address: 'ada@example.org', topics: ['security', 'china'], language: 'en-GB' }
  const tokens = { preferences: 'cHJlZmVyZW5jZXM', unsubscribe: 'dW5zdWJzY3JpYmU' }
  const personal = personalParts(site, issue, subscriber, tokens, 2)
  const mail = assembleMail(variant, personal)
  const { html, text, subject } = variant.mail
  console.log(`  a mail of ${html.length} characters of HTML, ${text.length} of text, ${mail.byteLength} bytes`)
  const compose = () =>
    new MailComposer({ from: site.publication.sender, to: personal.address, subject, html, text }).compile().build()
  const assembling = await cpuPerRound(2_000, () => void assembleMail(variant, personal))
  const copying = await cpuPerRound(2_000, () => void Buffer.from(mail))
  const composing = await cpuPerRound(40, compose)
  console.log(
    `  assembling one mail: ${(assembling * 1_000).toFixed(1)} µs; copying it: ${(copying * 1_000).toFixed(1)} µs; nodemailer’s composer: ${composing.toFixed(2)} ms`,
  )
  console.log(
    `  assembling ${(assembling / copying).toFixed(1)} × a copy (limit 5); ${(composing / assembling).toFixed(0)} × faster than nodemailer (limit 500)`,
  )
}

/** Returns the CPU milliseconds of one round: the median of five runs. */
async function cpuPerRound(rounds: number, act: () => unknown): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < 6; run += 1) {
    const time = await cpuOf(async () => {
      for (let n = 0; n < rounds; n += 1) await act()
    })
    if (run > 0) times.push(time / rounds)
  }
  return quantile(times, 0.5)
}

/** Prints the requests of an issue, per mail. */
export async function benchRequests(): Promise<void> {
  for (const articles of [10, 30]) {
    const usage = await measureSend(2_000, articles)
    const perMail = (value: number) => (value / usage.mails).toFixed(3)
    console.log(
      `  ${articles} articles: ${usage.writeUnits.toFixed(3)} write units and ${usage.readUnits.toFixed(3)} read units per mail`,
    )
    for (const [name, { requests, units }] of [...usage.byRequest].toSorted())
      console.log(`    ${name}: ${perMail(requests)} requests, ${perMail(units)} units per mail`)
  }
}
