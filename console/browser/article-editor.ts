// The editor of an article: highlights its source, and shows its preview and its problems while somebody writes.
import { createEditor } from 'prism-code-editor'
import 'prism-code-editor/layout.css'
import 'prism-code-editor/prism/languages/markdown'
import 'prism-code-editor/prism/languages/markup'
import 'prism-code-editor/prism/languages/yaml'
import { keepUnsaved } from './parts/unsaved.ts'

/** Milliseconds without a change after which the text is checked. */
const pause = 500

const form = document.querySelector<HTMLFormElement>('#editor')
const plain = form?.querySelector<HTMLTextAreaElement>('#source')
const field = (name: string) => form?.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value ?? ''

if (form && plain) start(form, plain)

function start(form: HTMLFormElement, plain: HTMLTextAreaElement): void {
  const container = document.querySelector('#text')
  // Without `defaultCommands`, Tab leaves the text, and the browser's own history of changes stays.
  const editor = createEditor(container, { language: language(field('key')), value: plain.value, wordWrap: true })
  const { textarea } = editor
  plain.remove()
  textarea.id = 'source'
  textarea.name = 'source'
  textarea.spellcheck = true
  textarea.dir = 'auto'
  textarea.setAttribute('autocomplete', 'off')
  const preview = form.querySelector<HTMLElement>('[data-preview]')
  if (preview) preview.hidden = true

  let timer: ReturnType<typeof setTimeout> | undefined
  const unsaved = keepUnsaved(form, field('key'), field('etag'), (text) => {
    editor.setOptions({ value: text })
    changed()
  })
  // A text that the console refused to save is still unsaved.
  if (form.hasAttribute('data-refused')) unsaved.keep(editor.value)
  const changed = () => {
    countWords(editor.value)
    unsaved.keep(editor.value)
    clearTimeout(timer)
    if (!form.hasAttribute('data-plain')) timer = setTimeout(() => check(form), pause)
  }
  textarea.addEventListener('input', changed)
  countWords(editor.value)
  document.addEventListener('click', (event) => goToLine(event, textarea))
  textarea.addEventListener('paste', (event) => takePictures(event, event.clipboardData, textarea))
  textarea.addEventListener('drop', (event) => takePictures(event, event.dataTransfer, textarea))
  addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 's') {
      event.preventDefault()
      form.querySelector<HTMLButtonElement>('button[value="draft"], button[value="keep"]')?.click()
    }
  })
}

function language(key: string): string {
  return /\.html?$/i.test(key) ? 'markup' : /\.txt$/i.test(key) ? 'text' : 'markdown'
}

function countWords(text: string): void {
  const words = document.querySelector('#words')
  const count = text.match(/[\p{L}\p{N}’'-]+/gu)?.length ?? 0
  if (words) words.textContent = `${count.toLocaleString('en')} words`
}

let running: AbortController | undefined

/** Shows what would become of the text. A newer text replaces an answer that has not come yet. */
async function check(form: HTMLFormElement): Promise<void> {
  running?.abort()
  running = new AbortController()
  const status = document.querySelector('#saving')
  try {
    const answer = await fetch(form.dataset.check ?? '', {
      method: 'POST',
      body: new FormData(form),
      signal: running.signal,
    })
    if (!answer.ok) throw new Error(await answer.text())
    const parts = new DOMParser().parseFromString(await answer.text(), 'text/html')
    replace('#findings', parts)
    replacePreview(parts)
    if (status) status.textContent = ''
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return
    if (status) status.textContent = 'The preview is out of date: the console does not answer.'
  }
}

function replace(selector: string, parts: Document): void {
  const [old, next] = [document.querySelector(selector), parts.querySelector(selector)]
  if (old && next) old.replaceChildren(...next.childNodes)
}

/** Replaces the preview, and scrolls the new documents to where the old ones were. */
function replacePreview(parts: Document): void {
  const places = new Map(
    [...document.querySelectorAll<HTMLIFrameElement>('#preview iframe')].map((frame) => [
      frame.title,
      frame.contentWindow?.scrollY ?? 0,
    ]),
  )
  replace('#preview', parts)
  for (const frame of document.querySelectorAll<HTMLIFrameElement>('#preview iframe')) {
    frame.addEventListener('load', () => frame.contentWindow?.scrollTo(0, places.get(frame.title) ?? 0), { once: true })
  }
}

/** Puts the cursor where a problem is. */
function goToLine(event: Event, textarea: HTMLTextAreaElement): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>('#findings a[data-line]') : null
  if (!link) return
  event.preventDefault()
  const line = Number(link.dataset.line)
  const lines = textarea.value.split('\n').slice(0, line)
  const last = lines.at(-1) ?? ''
  const start = lines.join('\n').length - last.length + Math.max(Number(link.dataset.column ?? 1) - 1, 0)
  textarea.focus()
  textarea.setSelectionRange(start, link.dataset.column === undefined ? start + last.length : start + 1)
}

/** Uploads pasted or dropped pictures beside the article, and writes where they are. */
async function takePictures(event: Event, data: DataTransfer | null, textarea: HTMLTextAreaElement): Promise<void> {
  const pictures = [...(data?.files ?? [])].filter(({ type }) => type.startsWith('image/'))
  if (pictures.length === 0) return
  event.preventDefault()
  event.stopPropagation()
  const status = document.querySelector('#saving')
  const key = field('key')
  for (const picture of pictures) {
    const ending = picture.type.split('/')[1]?.replace(/\+.*/, '').replace('jpeg', 'jpg') ?? 'png'
    const isNamed = picture.name !== '' && !/^image\.\w+$/.test(picture.name)
    const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')
    const name = isNamed ? picture.name.replaceAll(/[\s/\\]+/g, '-') : `picture-${stamp}.${ending}`
    const body = new FormData()
    body.append('key', key.slice(0, key.lastIndexOf('/') + 1) + name)
    body.append('file', picture)
    body.append('beside', 'yes')
    const result = await fetch('/articles/-/upload/one', { method: 'POST', body })
      .then((answer) => answer.json())
      .catch(() => undefined)
    if (status)
      status.textContent =
        result?.state === 'uploaded'
          ? `${result.key} was uploaded beside the article.`
          : `${name} was not uploaded. ${result?.message ?? ''}`
    if (result?.state !== 'uploaded') continue
    const address = encodeURI(result.key.slice(result.key.lastIndexOf('/') + 1))
      .replaceAll('(', '%28')
      .replaceAll(')', '%29')
      .replaceAll('#', '%23')
      .replaceAll('?', '%3F')
    const text = /\.html?$/i.test(key) ? `<img src="${address}" alt="">` : `![](${address})`
    textarea.setRangeText(text, textarea.selectionStart, textarea.selectionEnd, 'end')
    textarea.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }
}
