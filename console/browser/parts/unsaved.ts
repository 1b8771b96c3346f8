/** A text that was not saved when this browser last showed it. */
type Kept = { readonly text: string; readonly etag: string; readonly at: string; readonly wasSubmitted?: boolean }

/**
 * Keeps the text in this browser until it is saved, warns before the page is left, and offers the text when the editor is
 * opened again.
 */
export function keepUnsaved(form: HTMLFormElement, key: string, etag: string, restore: (text: string) => void) {
  const name = `unsaved ${key}`
  const read = (): Kept | undefined => JSON.parse(localStorage.getItem(name) ?? 'null') ?? undefined
  const kept = read()
  // The version changed after the text was submitted, so it was saved.
  if (kept?.wasSubmitted && kept.etag !== etag) localStorage.removeItem(name)
  else if (kept && kept.text !== form.querySelector<HTMLTextAreaElement>('[name="source"]')?.value) offer(kept)
  let isDirty = false
  let text: string | undefined

  function offer({ text: unsaved, at }: Kept): void {
    const banner = document.querySelector<HTMLElement>('#unsaved')
    const time = banner?.querySelector('span')
    if (!banner || !time) return
    time.textContent = new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
    banner.hidden = false
    const close = (action: () => void) => () => {
      banner.hidden = true
      action()
    }
    banner.querySelector('[data-restore]')?.addEventListener(
      'click',
      close(() => restore(unsaved)),
    )
    banner.querySelector('[data-discard]')?.addEventListener(
      'click',
      close(() => localStorage.removeItem(name)),
    )
  }
  const store = (changes: Partial<Kept> = {}) => {
    if (text === undefined) return
    localStorage.setItem(name, JSON.stringify({ text, etag, at: new Date().toISOString(), ...changes }))
  }
  addEventListener('beforeunload', (event) => {
    if (isDirty) event.preventDefault()
  })
  form.addEventListener('submit', () => {
    isDirty = false
    store({ wasSubmitted: true })
  })
  return {
    keep: (next: string) => {
      text = next
      isDirty = true
      store()
    },
  }
}
