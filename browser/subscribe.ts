import { shortestVisit } from '../core/subscribers/limits.ts'

/**
 * Fills in the time zone, waits until a person could have read the page before it sends the form, and adds the proof of
 * work if the site requires it. The form works without this script.
 */
const form = document.querySelector<HTMLFormElement>('#subscribe')
const button = form?.querySelector('button')
/** Milliseconds. */
const opened = performance.now()
let isReady = false

fill('timeZone', Intl.DateTimeFormat().resolvedOptions().timeZone)
form?.addEventListener('submit', (event) => {
  if (isReady) return
  event.preventDefault()
  if (button?.ariaBusy === 'true') return
  if (button) button.ariaBusy = 'true'
  void prepare().then(() => form.requestSubmit())
})
// Browsers restore the page when a reader goes back to it; then it can be sent again.
addEventListener('pageshow', () => {
  isReady = false
  if (button) button.ariaBusy = null
})

async function prepare(): Promise<void> {
  const wait = new Promise((resolve) => setTimeout(resolve, shortestVisit - (performance.now() - opened) + 10))
  const stamp = field('stamp')
  if (stamp && crypto.subtle) stamp.value = await work(field('email')?.value ?? '', Number(stamp.dataset.bits))
  await wait
  fill('elapsed', String(Math.round(performance.now() - opened)))
  isReady = true
}

/** Returns a stamp that core/proof-of-work.ts accepts. */
async function work(email: string, bits: number): Promise<string> {
  const day = new Date().toISOString().slice(0, 10)
  for (let nonce = 0; ; nonce += 1) {
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${day}:${email}:${nonce}`))
    if (new DataView(hash).getUint32(0) >>> (32 - bits) === 0) return `${day}:${nonce}`
  }
}

/** Sets a field, unless the visitor has filled it in. */
function fill(name: string, value: string): void {
  const input = field(name)
  if (input && (input.type === 'hidden' || input.value === '')) input.value = value
}

function field(name: string): HTMLInputElement | undefined {
  const element = form?.elements.namedItem(name)
  return element instanceof HTMLInputElement ? element : undefined
}
