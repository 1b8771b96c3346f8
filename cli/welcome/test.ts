import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import { composeWelcomeMail } from '../../core/welcome/compose-welcome-mail.ts'
import { availableSteps, chooseText } from '../../core/welcome/plan-welcome.ts'
import type { WelcomeText } from '../../core/welcome/welcome-text.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import { readRecipient } from '../../operations/digest/mail-test.ts'
import type { Stack } from '../../operations/stack.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

type TestOptions = { readonly language?: string }

export function define(command: Command): void {
  command
    .argument('<number>')
    .argument('<address...>')
    .description('mail a text of the welcome series to these addresses only, marked [TEST]')
    .option('--language <tag>', 'as readers of this language get it')
    .action(
      onStack((stack, report, number: string, addresses: string[], options: TestOptions) =>
        testText(Number(number), addresses, options, stack, report),
      ),
    )
}

/** Mails a text, marked as a test. Its links to unsubscribe and to the preferences do nothing. */
export async function testText(
  number: number,
  addresses: readonly string[],
  { language }: TestOptions,
  stack: Stack,
  report: Report,
): Promise<void> {
  const { site, mail } = stack
  const { publication } = site
  const recipients = await Promise.all(addresses.map((address) => readRecipient(address, stack)))
  const tongue = language ?? publication.language
  const text = await findText(number, tongue, stack)
  const tokens = { preferences: 'specimen', unsubscribe: 'specimen' }
  const title = `[TEST] ${text.title}`
  const [digest = ''] = Object.keys(publication.digests)
  for (const address of recipients) {
    const reader = { id: `specimen-${randomUUID()}`, address, digest, language: tongue }
    const raw = composeWelcomeMail(site, number, { ...text, title }, reader, tokens, new Date().toISOString())
    const result = await mail.submit({
      ...{ source: publication.sender.address, destination: address, raw },
      tags: { notice: 'test' },
    })
    if (result.kind !== 'submitted')
      throw new CommandFailure(`SES did not accept the mail to ${address}: ${result.kind}.`)
  }
  report.answer({ subject: title, submitted: recipients }, [
    `“${title}” was submitted to SES for ${recipients.join(', ')}.`,
  ])
}

async function findText(number: number, language: string, { welcome, site }: Stack): Promise<WelcomeText> {
  const step = availableSteps(await welcome.list(), new Date()).find((each) => each.number === number)
  const text = step && chooseText(step, language, site.publication.language)
  if (!text) throw new CommandFailure(`The welcome series has no text ${number}. \`welcome ls\` shows all texts.`)
  return text
}
