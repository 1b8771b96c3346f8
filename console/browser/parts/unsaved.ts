const nameOf = (key: string) => `unsaved ${key}`

/** A text that was not saved when this browser last showed it. */
type Kept = { readonly text: string; readonly etag: string; readonly at: string; readonly wasSubmitted?: boolean }

function readKept(name: string): Kept | undefined {
  return JSON.parse(localStorage.getItem(name) ?? 'null') ?? undefined
}

/** Forgets a text that was submitted, on the page to which only a successful save leads. */
export function forgetSaved({ pathname, search }: Location): void {
  if (!pathname.startsWith('/articles/') || !new URLSearchParams(search).has('upload')) return
  const name = nameOf(decodeURIComponent(pathname.slice('/articles/'.length)))
  if (readKept(name)?.wasSubmitted) localStorage.removeItem(name)
}

/**
 * Keeps the text in this browser until it is saved, warns before the page is left, and offers the text when the editor is
 * opened again.
 */
export function keepUnsaved(form: HTMLFormElement, key: string, etag: string, restore: (text: string) => void) {
  let name = nameOf(key)
  const kept = readKept(name)
  const shown = form.querySelector<HTMLTextAreaElement>('[name="source"]')?.value
  if (kept && kept.text !== shown && !form.hasAttribute('data-refused')) offer(kept)
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
    // The path of a new article may have been changed.
    if (text !== undefined) localStorage.removeItem(name)
    name = nameOf(form.querySelector<HTMLInputElement>('[name="key"]')?.value ?? key)
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
