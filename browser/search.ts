import { readArchive } from './search/archive-reader.ts'
import { showResults } from './search/show-results.ts'

/** Enough of them end a search until somebody asks for more. */
const enough = 20
/** Shown at most. */
const mostShown = 100

const form = find<HTMLFormElement>('#_search')
const input = find<HTMLInputElement>('#_query')
const status = find('#_status')
const results = find('#_results')
const further = find<HTMLButtonElement>('#_further')
const template = find<HTMLTemplateElement>('#_result')
const archive = readArchive(form.dataset.language ?? 'en')
/** The newest search: an older one that is still reading gives way. */
let current = 0

form.addEventListener('submit', (event) => {
  event.preventDefault()
  const query = input.value.trim()
  history.replaceState(null, '', query ? `?q=${encodeURIComponent(query)}` : location.pathname)
  void search(query, enough)
})
further.addEventListener(
  'click',
  () => void search(input.value.trim(), archive.index.find(input.value).length + enough),
)

input.value = new URLSearchParams(location.search).get('q') ?? ''
if (input.value) void search(input.value, enough)
else input.focus()

/** Reads back through the archive until `wanted` articles are found, showing what there is on the way. */
async function search(query: string, wanted: number): Promise<void> {
  current += 1
  const mine = current
  further.hidden = true
  if (query === '') return clear()
  say('searching')
  try {
    for (;;) {
      const found = archive.index.find(query)
      const done = found.length >= wanted || !archive.hasMore()
      if (mine !== current) return
      showResults(results, template, found.slice(0, mostShown))
      if (done) return conclude(found.length)
      await archive.readOn()
    }
  } catch (error) {
    if (mine === current) say('failed')
    throw error
  }
}

function conclude(count: number): void {
  further.hidden = !archive.hasMore()
  const month = archive.backTo()
  if (month === undefined) say('empty')
  else
    say(count === 0 ? 'none' : 'some', {
      count: new Intl.NumberFormat(document.documentElement.lang).format(count),
      month,
    })
}

function clear(): void {
  status.textContent = ''
  results.replaceChildren()
}

/** The sentences are in the page's template. */
function say(sentence: string, parts: Readonly<Record<string, string>> = {}): void {
  const text = status.dataset[sentence] ?? ''
  status.textContent = text.replace(/\{(\w+)\}/g, (_match, name: string) => parts[name] ?? '')
}

function find<Kind extends Element = HTMLElement>(selector: string): Kind {
  const element = document.querySelector<Kind>(selector)
  if (!element) throw new Error(`The page lacks ${selector}`)
  return element
}
