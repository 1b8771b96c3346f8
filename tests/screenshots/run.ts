// Makes the pictures of README.md: starts the local stack with the seeds, and photographs its pages in Chromium.
import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { startProcess, withFolder } from '../../bench/support/local-process.ts'
import { openBrowser } from '../support/browser.ts'

type Picture = {
  readonly name: string
  /** What to photograph: a page by its address, or the HTML of a mail. */
  readonly url?: string
  readonly html?: string
  readonly width: number
  readonly height: number
}

const folder = path.resolve(import.meta.dirname, '../../docs/images')
/** Bytes. Larger pictures make README.md slow to open. */
const limit = 150_000

async function photograph(browser: Browser, { name, url, html, width, height }: Picture): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme, locale: 'en', timezoneId: 'UTC' })
    if (url !== undefined) await page.goto(url)
    if (html !== undefined) await page.setContent(html)
    const file = path.join(folder, `${name}-${colorScheme}.png`)
    await page.screenshot({ path: file, animations: 'disabled' })
    await page.close()
    const { size } = await stat(file)
    console.log(`${path.relative(process.cwd(), file)}: ${Math.round(size / 1000)} KB`)
    if (size > limit) throw new Error(`${file} has more than ${limit / 1000} KB: make the picture smaller.`)
  }
}

await mkdir(folder, { recursive: true })
await withFolder(async (data) => {
  const stack = await startProcess(data)
  const browser = await openBrowser()
  try {
    const { site, console: desk } = stack.ready
    const mails: readonly { readonly id: string }[] = await (await fetch(`${desk}/api/mails`)).json()
    const { html }: { readonly html: string } = await (await fetch(`${desk}/api/mails/${mails[0]?.id}`)).json()
    const pictures: readonly Picture[] = [
      { name: 'front-page', url: `${site}/`, width: 1200, height: 760 },
      // Cut above the Japanese title, for which a machine may have no font.
      { name: 'mail-desktop', html, width: 760, height: 385 },
      { name: 'mail-phone', html, width: 390, height: 378 },
      { name: 'console-today', url: `${desk}/`, width: 960, height: 600 },
    ]
    for (const picture of pictures) await photograph(browser, picture)
  } finally {
    await browser.close()
    await stack.stop()
  }
})
