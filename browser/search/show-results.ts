import type { SearchEntry } from '../../core/pages/search-month.ts'

/** Fills the page's template once for each entry. Text is set as text, so no entry can add an element. */
export function showResults(target: Element, template: HTMLTemplateElement, entries: readonly SearchEntry[]): void {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long', timeZone: 'UTC' })
  target.replaceChildren(...entries.map((entry) => fill(template, entry, format)))
}

function fill(template: HTMLTemplateElement, entry: SearchEntry, format: Intl.DateTimeFormat): DocumentFragment {
  const result = template.content.cloneNode(true) as DocumentFragment // a fragment's clone is a fragment
  const write = (selector: string, text: string) => {
    const element = result.querySelector<HTMLElement>(selector)
    if (!element) return
    element.textContent = text
    if (text === '') element.remove()
  }
  write('.kicker', entry.names.join(' · '))
  write('.card-title a', entry.title)
  write('.card-summary', entry.summary)
  write('time', format.format(new Date(entry.day)))
  result.querySelector('a')?.setAttribute('href', entry.href)
  result.querySelector('time')?.setAttribute('datetime', entry.day)
  for (const written of result.querySelectorAll<HTMLElement>('.card-title, .card-summary')) {
    written.dir = entry.direction
    if (entry.language) written.lang = entry.language
  }
  return result
}
