import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Command } from 'commander'
import PostalMime from 'postal-mime'
import { CommandFailure } from '../../operations/command-failure.ts'
import { describeWaiting } from '../../operations/digest/describe-plan.ts'
import { draftAlone, draftMail } from '../../operations/digest/draft-mail.ts'
import type { Stack } from '../../operations/stack.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'
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
export async function previewDigest(
  name: string,
  options: PreviewOptions,
  stack: Stack,
  report: Report,
): Promise<void> {
  const folder = path.resolve(options.out ?? 'preview')
  const alone = await previewAlone(name, folder, options, stack)
  const ownMails = alone.flatMap(({ subject, at, files }) => [
    `“${subject}”, on its own${at === undefined ? '' : ` at ${at}`}:`,
    ...files.map((each) => `  ${each}`),
  ])
  const draft = await draftMail(name, options.as, stack).catch((cause: unknown) => {
    if (alone.length === 0 || !(cause instanceof CommandFailure)) throw cause
    return cause
  })
  if (draft instanceof CommandFailure)
    return report.answer({ alone }, [`No mail of the next issue: ${draft.message}`, ...ownMails])
  const { variant, isSample, mailTo, waiting } = draft
  const mail = mailTo(options.as ?? 'reader@example.org')
  const { files, html, subject, from, replyTo } = await writeMail(mail, path.join(folder, name), options)
  const screenshots = await takeScreenshots(html, path.join(folder, name))
  const warnings = variant.warnings.map(({ message }) => message)
  const sender = from?.address === undefined ? '' : `${from.name} <${from.address}>`
  const replies = replyTo?.[0]?.address
  report.answer(
    {
      subject,
      from: sender,
      replyTo: replies,
      bytes: mail.byteLength,
      isSample,
      files,
      screenshots,
      warnings,
      alone,
      ...waiting,
    },
    [
      `“${subject}”, ${(mail.byteLength / 1000).toFixed(1)} KB`,
      `From: ${sender}${replies === undefined ? '' : `, replies go to ${replies}`}`,
      ...(isSample ? ['Nothing is pending: this shows the newest articles instead.'] : []),
      ...describeWaiting(waiting),
      ...warnings.map((warning) => `Warning: ${warning}`),
      ...[...files, ...screenshots].map((each) => `  ${each}`),
      ...ownMails,
      ...(screenshots.length === 0 ? ['No screenshots: Chromium is not installed.'] : []),
    ],
  )
}

/** Writes the mails of articles that will be mailed on their own. */
async function previewAlone(name: string, folder: string, options: PreviewOptions, stack: Stack) {
  const previews: { key: string; subject: string; state: string; at: string | undefined; files: readonly string[] }[] =
    []
  for (const { key, slug, state, at, mailTo } of await draftAlone(name, options.as, stack)) {
    const mail = mailTo(options.as ?? 'reader@example.org')
    const { files, subject } = await writeMail(mail, path.join(folder, `${name}-${slug.slice(0, 80)}`), options)
    previews.push({ key, subject, state, at, files })
  }
  return previews
}

/** Writes a mail and its parts as files. @param base their path without an extension */
async function writeMail(mail: Uint8Array, base: string, { live }: PreviewOptions) {
  const { html = '', text = '', subject = '', from, replyTo } = await PostalMime.parse(mail)
  const files = ['eml', 'html', 'txt'].map((extension) => `${base}.${extension}`)
  await mkdir(path.dirname(base), { recursive: true })
  for (const [index, content] of [mail, live ? reloading(html) : html, text].entries())
    await writeFile(files[index] ?? base, content)
  return { files, html, subject, from, replyTo }
}

/** Makes the page reload every second, so that an open browser shows each new version. */
function reloading(html: string): string {
  return html.replace('<head>', '<head>\n<meta http-equiv="refresh" content="1">')
}
