import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file))

/** Whether there is a browser. Without one, the tests that need it are skipped with a warning. */
export const hasBrowser = executablePath !== undefined
if (!hasBrowser)
  console.warn('Skipped: the tests in a real browser. Install Chromium to run them (apt-get install chromium).')

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    timeout: 120_000,
    executablePath: executablePath ?? '',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
