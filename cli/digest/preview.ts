import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import PostalMime from 'postal-mime'
import type { Report } from '../report.ts'
import type { Stack } from '../stack.ts'
import { makeSpecimen } from './draft-mail.ts'
import { takeScreenshots } from './screenshots.ts'

export type PreviewOptions = { readonly out?: string; readonly as?: string; readonly live?: boolean }

/** Writes a mail of the next issue as files: as it would be sent, its parts, and screenshots where there is a browser. */
export async function previewDigest(
  name: string,
  options: PreviewOptions,
  stack: Stack,
  report: Report,
): Promise<void> {
  const folder = path.resolve(options.out ?? 'preview')
  const { contentSet, isSample, mailTo } = await makeSpecimen(name, options.as, stack)
  const mail = mailTo(options.as ?? 'reader@example.org')
  const { html = '', text = '', subject = '' } = await PostalMime.parse(mail)
  await mkdir(folder, { recursive: true })
  const file = (extension: string) => path.join(folder, `${name}.${extension}`)
  await writeFile(file('eml'), mail)
  await writeFile(file('txt'), text)
  await writeFile(file('html'), options.live ? reloading(html) : html)
  const screenshots = await takeScreenshots(html, path.join(folder, name))
  const warnings = contentSet.warnings.map(({ message }) => message)
  const files = ['eml', 'html', 'txt'].map(file)
  report.answer({ subject, bytes: mail.byteLength, isSample, files, screenshots, warnings }, [
    `“${subject}”, ${(mail.byteLength / 1000).toFixed(1)} KB`,
    ...(isSample ? ['Nothing is pending: this shows the newest articles instead.'] : []),
    ...warnings.map((warning) => `Warning: ${warning}`),
    ...[...files, ...screenshots].map((each) => `  ${each}`),
    ...(screenshots.length === 0 ? ['No screenshots: there is no Chromium here.'] : []),
  ])
}

/** The page in an open browser follows what is written here. */
function reloading(html: string): string {
  return html.replace('<head>', '<head>\n<meta http-equiv="refresh" content="1">')
}
