import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import MailComposer from 'nodemailer/lib/mail-composer'
import { connect } from '../cli/connect.ts'
import { assembleMail } from '../core/issues/assemble-mail.ts'
import { renderVariant } from '../core/issues/render-variant.ts'
import { sampleArticle, sampleIssue, samplePersonal, sampleSite } from '../tests/core/issues/sample-issue.ts'
import { withFolder } from '../tests/support/local-process.ts'
import { quantile } from './measure.ts'
import { comparePaths, measurePlanning } from './send-path.ts'

/** Against memory copies, nodemailer's composer, and the bare calls of the SDK: everything in one run. */
export async function benchSending(): Promise<void> {
  await benchAssembling()
  await withFolder(async (data) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'send-server.ts'), data], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      await once(createInterface({ input: child.stdout }), 'line')
      const stack = await connect({ data })
      await comparePaths(stack)
      await measurePlanning(stack)
    } finally {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  })
}

const words = 'The night mail will run again on the northern line, as it did before the war – at least on weekdays. '

/** 60 KB of HTML and 10 KB of text, more or less. */
function largeIssue() {
  const site = sampleSite()
  const articles = Array.from({ length: 32 }, (_, n) =>
    sampleArticle(`article-${n}`, { title: `Story ${n}`, summary: words.repeat(3) }),
  )
  return { site, issue: sampleIssue(site, articles) }
}

async function benchAssembling(): Promise<void> {
  const { site, issue } = largeIssue()
  const contentSet = renderVariant(
    site,
    issue,
    issue.articles.map(({ id }) => id),
  )
  const personal = samplePersonal(site, issue)
  const mail = assembleMail(contentSet, personal)
  const { html, text, subject } = contentSet.mail
  console.log(`  a mail of ${html.length} characters of HTML, ${text.length} of text, ${mail.byteLength} bytes`)
  const compose = () =>
    new MailComposer({ from: site.publication.sender, to: personal.address, subject, html, text }).compile().build()
  const assembling = await cpuOf(2_000, async () => void assembleMail(contentSet, personal))
  const copying = await cpuOf(2_000, async () => void Buffer.from(mail))
  const composing = await cpuOf(40, async () => void (await compose()))
  console.log(
    `  assembling one mail: ${(assembling * 1_000).toFixed(1)} µs; copying it: ${(copying * 1_000).toFixed(1)} µs; nodemailer’s composer: ${composing.toFixed(2)} ms`,
  )
  console.log(
    `  assembling ${(assembling / copying).toFixed(1)} × a copy (limit 5); ${(composing / assembling).toFixed(0)} × faster than nodemailer (limit 500)`,
  )
}

/** Milliseconds of CPU for one round: the median of five runs. */
async function cpuOf(rounds: number, act: () => Promise<void>): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < 6; run += 1) {
    const begun = process.cpuUsage()
    for (let n = 0; n < rounds; n += 1) await act()
    const { user, system } = process.cpuUsage(begun)
    if (run > 0) times.push((user + system) / 1_000 / rounds)
  }
  return quantile(times, 0.5)
}
