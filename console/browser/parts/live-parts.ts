import { Idiomorph } from 'idiomorph'

/** Where this browser remembers that live updates are off (WCAG 2.2, 2.2.2). */
const memory = 'postrider-live'

/**
 * Updates the live parts of the page while it is visible, and offers a button that stops that. The connection is closed
 * while the page is hidden, because browsers open only six connections to a server.
 * @param prepare called with each part that has changed
 */
export function followLiveParts(prepare: (part: HTMLElement) => void): void {
  const address = document.querySelector<HTMLElement>('[data-live-source]')?.dataset.liveSource
  const button = document.querySelector<HTMLButtonElement>('button[data-live-switch]')
  if (address === undefined || !button) return
  let source: EventSource | undefined

  const isOff = () => localStorage.getItem(memory) === 'off'
  const update = () => {
    button.textContent = isOff() ? 'Resume live updates' : 'Pause live updates'
    const isOpen = !isOff() && !document.hidden
    if (isOpen && !source) source = connect(address, prepare)
    if (isOpen) return
    source?.close()
    source = undefined
  }
  button.hidden = false
  button.addEventListener('click', () => {
    localStorage.setItem(memory, isOff() ? 'on' : 'off')
    update()
  })
  document.addEventListener('visibilitychange', update)
  addEventListener('pagehide', () => source?.close())
  update()
}

function connect(address: string, prepare: (part: HTMLElement) => void): EventSource {
  const source = new EventSource(address)
  for (const part of document.querySelectorAll<HTMLElement>('[data-live]')) {
    source.addEventListener(part.dataset.live ?? '', ({ data }: MessageEvent<string>) => {
      // Morphing keeps the focus, and open details.
      Idiomorph.morph(part, data, { morphStyle: 'innerHTML', ignoreActiveValue: true })
      prepare(part)
      part.dispatchEvent(new CustomEvent('live:changed', { bubbles: true }))
    })
  }
  return source
}
