import { existsSync } from 'node:fs'

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The views to capture, with their widths in CSS pixels. */
const views = [
  { name: 'phone-light', width: 390, colorScheme: 'light', images: true },
  { name: 'phone-dark', width: 390, colorScheme: 'dark', images: true },
  { name: 'desktop-light', width: 1000, colorScheme: 'light', images: true },
  { name: 'desktop-dark', width: 1000, colorScheme: 'dark', images: true },
  { name: 'phone-no-images', width: 390, colorScheme: 'light', images: false },
] as const

/** Writes `<prefix>-<view>.png` files and returns them. Writes none if playwright-core or a browser is missing. */
export async function takeScreenshots(html: string, prefix: string): Promise<string[]> {
  const executablePath = process.env.CHROMIUM ?? browsers.find((file) => existsSync(file))
  const playwright = executablePath ? await import('playwright-core').catch(() => undefined) : undefined
  if (!playwright || !executablePath) return []
  const browser = await playwright.chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const files: string[] = []
    for (const { name, width, colorScheme, images } of views) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled: false })
      if (!images) await page.route('**/*', (route) => route.abort())
      await page.setContent(html, { waitUntil: 'load' })
      await page.screenshot({ path: `${prefix}-${name}.png`, fullPage: true })
      await page.close()
      files.push(`${prefix}-${name}.png`)
    }
    return files
  } finally {
    await browser.close()
  }
}
