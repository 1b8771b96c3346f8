import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Command } from 'commander'
import PostalMime from 'postal-mime'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'
import type { Stack } from '../stack.ts'
import { draftMail } from './draft-mail.ts'
import { takeScreenshots } from './screenshots.ts'
import { watchPreview } from './watch-preview.ts'

type PreviewOptions = { readonly out?: string; readonly as?: string; readonly live?: boolean }

export function define(command: Command): void {
  const preview = onStack((stack, report, digest: string, options: PreviewOptions) =>
    previewDigest(digest, options, stack, report),
  )
  command
    .argument('<digest>')
    .description('write the next mail as files, with screenshots')
    .option('--out <folder>', 'folder for the files (default: preview)')
    .option('--as <address>', 'as this subscriber will receive it')
    .option('--watch', 'write them again whenever a template changes')
    .addOption(command.createOption('--live').hideHelp())
    .action((...parameters: unknown[]) =>
      command.opts().watch ? watchPreview(process.argv.slice(2)) : preview(...parameters),
    )
}

/** Writes a mail of the next issue as files: the mail as sent, its parts, and screenshots if there is a browser. */
async function previewDigest(name: string, options: PreviewOptions, stack: Stack, report: Report): Promise<void> {
  const folder = path.resolve(options.out ?? 'preview')
  const { variant, isSample, mailTo } = await draftMail(name, options.as, stack)
  const mail = mailTo(options.as ?? 'reader@example.org')
  const { html = '', text = '', subject = '', from, replyTo } = await PostalMime.parse(mail)
  await mkdir(folder, { recursive: true })
  const file = (extension: string) => path.join(folder, `${name}.${extension}`)
  await writeFile(file('eml'), mail)
  await writeFile(file('txt'), text)
  await writeFile(file('html'), options.live ? reloading(html) : html)
  const screenshots = await takeScreenshots(html, path.join(folder, name))
  const warnings = variant.warnings.map(({ message }) => message)
  const files = ['eml', 'html', 'txt'].map(file)
  const sender = from?.address === undefined ? '' : `${from.name} <${from.address}>`
  const replies = replyTo?.[0]?.address
  report.answer(
    { subject, from: sender, replyTo: replies, bytes: mail.byteLength, isSample, files, screenshots, warnings },
    [
      `“${subject}”, ${(mail.byteLength / 1000).toFixed(1)} KB`,
      `From: ${sender}${replies === undefined ? '' : `, replies go to ${replies}`}`,
      ...(isSample ? ['Nothing is pending: this shows the newest articles instead.'] : []),
      ...warnings.map((warning) => `Warning: ${warning}`),
      ...[...files, ...screenshots].map((each) => `  ${each}`),
      ...(screenshots.length === 0 ? ['No screenshots: Chromium is not installed.'] : []),
    ],
  )
}

/** Makes the page reload every second, so that an open browser shows each new version. */
function reloading(html: string): string {
  return html.replace('<head>', '<head>\n<meta http-equiv="refresh" content="1">')
}
