// Files and folders dropped anywhere on the page: asks where they go, and uploads them one by one.
import { type DroppedFile, readDrop } from './parts/read-drop.ts'

type Plan = { files: { path: string; key: string }[]; leftOut: string[] }
type Result =
  | { state: 'uploaded'; key: string; href: string }
  | { state: 'different'; there: string; yours: string; since: string }
  | { state: 'refused'; message: string }

const panel = document.querySelector<HTMLElement>('#dropped')
const field = (name: string) => document.querySelector<HTMLInputElement>(`.upload [name="${name}"]`)

let depth = 0
const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
addEventListener('dragenter', (event) => {
  if (hasFiles(event)) document.body.classList.toggle('dropping', ++depth > 0)
})
addEventListener('dragleave', (event) => {
  if (hasFiles(event)) document.body.classList.toggle('dropping', --depth > 0)
})
addEventListener('dragover', (event) => {
  if (hasFiles(event)) event.preventDefault()
})
addEventListener('drop', async (event) => {
  if (!hasFiles(event) || !event.dataTransfer || !panel) return
  event.preventDefault()
  depth = 0
  document.body.classList.remove('dropping')
  const files = await readDrop(event.dataTransfer)
  if (files.length > 0) askWhere(panel, files)
})

/** Shows the files, and asks for the folder before anything is uploaded. */
function askWhere(panel: HTMLElement, files: readonly DroppedFile[]): void {
  panel.hidden = false
  panel.replaceChildren()
  const heading = add(panel, 'h2', files.length === 1 ? `Upload ${files[0]?.path}` : `Upload ${files.length} files`)
  heading.tabIndex = -1
  const form = add(panel, 'form', '')
  form.className = 'upload'
  const target = input(form, 'Into the folder', 'text', field('target')?.value ?? '')
  target.placeholder = 'articles/'
  const backfill = input(form, 'An archive: never mailed', 'checkbox', '')
  add(form, 'button', 'Upload')
  const cancel = add(form, 'button', 'Cancel')
  cancel.className = 'second'
  cancel.type = 'button'
  cancel.addEventListener('click', () => {
    panel.hidden = true
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    form.remove()
    upload(panel, files, target.value, backfill.checked)
  })
  heading.focus()
}

async function upload(panel: HTMLElement, files: readonly DroppedFile[], target: string, backfill: boolean) {
  const paths = files.map(({ path }) => path)
  const answer = await fetch('/articles/-/upload/plan', {
    ...{ method: 'POST', headers: { 'Content-Type': 'application/json' } },
    body: JSON.stringify({ paths, target, backfill: backfill ? 'on' : '' }),
  }).catch(() => new Response(null, { status: 503 }))
  const status = add(panel, 'p', '')
  status.setAttribute('role', 'status')
  if (!answer.ok) {
    const { message }: { message?: string } = await answer.json().catch(() => ({}))
    status.textContent = `Nothing was uploaded. ${message ?? 'The console does not answer.'}`
    return
  }
  const plan: Plan = await answer.json()
  const list = add(panel, 'ul', '')
  list.className = 'rows'
  const byPath = new Map(files.map(({ path, file }) => [path, file]))
  // Pictures first, so that articles find them.
  const order = plan.files.toSorted((a, b) => Number(isArticle(a.key)) - Number(isArticle(b.key)))
  let done = 0
  for (const [at, { path, key }] of order.entries()) {
    status.textContent = `Uploading ${at + 1} of ${order.length}: ${key}`
    if (await uploadOne(list, key, byPath.get(path), false)) done++
  }
  status.textContent = `${done} of ${files.length} files were uploaded.`
  for (const path of plan.leftOut) row(list, path, 'left out, because it is no content')
}

const isArticle = (key: string) => /\.(md|markdown|mdx|mkd|mdown|txt|html?)$/i.test(key)

async function uploadOne(
  list: HTMLElement,
  key: string,
  file: File | undefined,
  replace: boolean,
  at = row(list, key, ''),
): Promise<boolean> {
  if (!file) return false
  const body = new FormData()
  body.append('key', key)
  body.append('file', file)
  if (replace) body.append('replace', 'yes')
  const meta = at.querySelector('.meta')
  if (meta) meta.textContent = 'uploading …'
  const result: Result = await fetch('/articles/-/upload/one', { method: 'POST', body })
    .then((answer) => answer.json())
    .catch(() => ({ state: 'refused', message: 'The console does not answer.' }))
  show(at, list, key, file, result)
  return result.state === 'uploaded'
}

function show(at: HTMLElement, list: HTMLElement, key: string, file: File, result: Result): void {
  const meta = at.querySelector('.meta')
  if (!meta) return
  if (result.state === 'refused') meta.textContent = result.message
  if (result.state === 'uploaded') {
    meta.replaceChildren('uploaded: ')
    const link = document.createElement('a')
    link.href = result.href
    link.textContent = 'its receipt'
    meta.append(link)
  }
  if (result.state === 'different') {
    meta.textContent = `This path has a different article: “${result.there}”. Yours is “${result.yours}”. `
    const button = add(meta, 'button', 'Replace it')
    button.className = 'quiet'
    button.addEventListener('click', () => uploadOne(list, key, file, true, at))
  }
}

function row(list: HTMLElement, name: string, text: string): HTMLElement {
  const item = add(list, 'li', '')
  const label = add(item, 'bdi', name)
  label.className = 'name'
  add(item, 'span', text).className = 'meta'
  return item
}

function input(form: HTMLElement, text: string, type: string, value: string): HTMLInputElement {
  const label = add(form, 'label', `${text} `)
  const box = document.createElement('input')
  box.type = type
  if (type === 'text') box.value = value
  if (type === 'text') label.append(box)
  else label.prepend(box)
  return box
}

function add<Name extends keyof HTMLElementTagNameMap>(parent: Element, name: Name, text: string) {
  const element = document.createElement(name)
  element.textContent = text
  parent.append(element)
  return element
}
