/** The form works without this: it fills in what the browser knows, and sends nothing before anyone could have read the page. */
const form = document.querySelector<HTMLFormElement>('#subscribe')
/** Milliseconds. */
const opened = performance.now()
const shortest = 1500
let waits = false

fill('timeZone', Intl.DateTimeFormat().resolvedOptions().timeZone)
form?.addEventListener('submit', (event) => {
  const elapsed = Math.round(performance.now() - opened)
  fill('elapsed', String(elapsed))
  if (elapsed >= shortest) return
  event.preventDefault()
  if (!waits) setTimeout(() => form.requestSubmit(), shortest - elapsed + 10)
  waits = true
})

/** What a visitor has written stays. */
function fill(name: string, value: string): void {
  const field = form?.elements.namedItem(name)
  if (field instanceof HTMLInputElement && (field.type === 'hidden' || field.value === '')) field.value = value
}
