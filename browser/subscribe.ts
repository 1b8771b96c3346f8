/**
 * The form works without this: it fills in what the browser knows, sends nothing before anyone could have read the page, and
 * works for a second where the site asks for that.
 */
const form = document.querySelector<HTMLFormElement>('#subscribe')
const button = form?.querySelector('button')
/** Milliseconds. */
const opened = performance.now()
const shortest = 1500
let isReady = false

fill('timeZone', Intl.DateTimeFormat().resolvedOptions().timeZone)
form?.addEventListener('submit', (event) => {
  if (isReady) return
  event.preventDefault()
  if (button?.ariaBusy === 'true') return
  if (button) button.ariaBusy = 'true'
  void prepare().then(() => form.requestSubmit())
})
// Whoever comes back to the page finds it as it was.
addEventListener('pageshow', () => {
  isReady = false
  if (button) button.ariaBusy = null
})

async function prepare(): Promise<void> {
  const wait = new Promise((resolve) => setTimeout(resolve, shortest - (performance.now() - opened) + 10))
  const stamp = field('stamp')
  if (stamp && crypto.subtle) stamp.value = await work(field('email')?.value ?? '', Number(stamp.dataset.bits))
  await wait
  fill('elapsed', String(Math.round(performance.now() - opened)))
  isReady = true
}

/** A stamp as core/verify-stamp.ts takes it. */
async function work(email: string, bits: number): Promise<string> {
  const day = new Date().toISOString().slice(0, 10)
  for (let nonce = 0; ; nonce += 1) {
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${day}:${email}:${nonce}`))
    if (new DataView(hash).getUint32(0) >>> (32 - bits) === 0) return `${day}:${nonce}`
  }
}

/** What a visitor has written stays. */
function fill(name: string, value: string): void {
  const input = field(name)
  if (input && (input.type === 'hidden' || input.value === '')) input.value = value
}

function field(name: string): HTMLInputElement | undefined {
  const found = form?.elements.namedItem(name)
  return found instanceof HTMLInputElement ? found : undefined
}
