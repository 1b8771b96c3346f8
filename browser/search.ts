import { createMonthReader } from './search/month-reader.ts'
import { showResults } from './search/show-results.ts'

/** Results after which a search stops reading older months, until the reader asks for more. */
const enough = 20
/** Maximum number of results shown. */
const shownMaximum = 100

const form = find<HTMLFormElement>('#_search')
const input = find<HTMLInputElement>('#_query')
const status = find('#_status')
const results = find('#_results')
const moreButton = find<HTMLButtonElement>('#_further')
const template = find<HTMLTemplateElement>('#_result')
const reader = createMonthReader(form.dataset.language ?? 'en')
/** The number of the newest search. An older one that is still reading stops. */
let newest = 0

form.addEventListener('submit', (event) => {
  event.preventDefault()
  const query = input.value.trim()
  history.replaceState(null, '', query ? `?q=${encodeURIComponent(query)}` : location.pathname)
  void search(query, enough)
})
moreButton.addEventListener(
  'click',
  () => void search(input.value.trim(), reader.index.find(input.value).length + enough),
)

input.value = new URLSearchParams(location.search).get('q') ?? ''
if (input.value) void search(input.value, enough)
else input.focus()

/**
 * Reads from the newest month backwards until `minimum` articles match. It shows the results so far after each step.
 */
async function search(query: string, minimum: number): Promise<void> {
  newest += 1
  const mine = newest
  moreButton.hidden = true
  if (query === '') return clear()
  say('searching')
  try {
    for (;;) {
      const matches = reader.index.find(query)
      const done = matches.length >= minimum || !reader.hasMore()
      if (mine !== newest) return
      showResults(results, template, matches.slice(0, shownMaximum))
      if (done) return conclude(matches.length)
      await reader.readMore()
    }
  } catch (error) {
    if (mine === newest) say('failed')
    throw error
  }
}

function conclude(count: number): void {
  moreButton.hidden = !reader.hasMore()
  const month = reader.oldestMonth()
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

/** Shows a message. The messages are data attributes of the status element. */
function say(message: string, values: Readonly<Record<string, string>> = {}): void {
  const text = status.dataset[message] ?? ''
  status.textContent = text.replace(/\{(\w+)\}/g, (_match, name: string) => values[name] ?? '')
}

function find<Kind extends Element = HTMLElement>(selector: string): Kind {
  const element = document.querySelector<Kind>(selector)
  if (!element) throw new Error(`The page lacks ${selector}`)
  return element
}
