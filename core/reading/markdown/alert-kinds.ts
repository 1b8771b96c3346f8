import type { AlertKind } from '../../text/alert-labels.ts'

/** Kinds by the names that GitHub, Obsidian, Docusaurus, VuePress, MkDocs, Quarto, GitBook and Hugo themes give them. */
const kinds: Readonly<Record<string, AlertKind>> = {
  ...{ note: 'note', secondary: 'note', default: 'note', seealso: 'note', aside: 'note', message: 'note' },
  ...{ abstract: 'abstract', summary: 'abstract', tldr: 'abstract' },
  ...{ info: 'info', information: 'info', notice: 'info' },
  todo: 'todo',
  ...{ tip: 'tip', hint: 'tip' },
  important: 'important',
  ...{ success: 'success', check: 'success', done: 'success' },
  ...{ question: 'question', help: 'question', faq: 'question' },
  ...{ warning: 'warning', warn: 'warning', attention: 'warning' },
  caution: 'caution',
  ...{ failure: 'failure', fail: 'failure', missing: 'failure' },
  ...{ danger: 'danger', error: 'danger' },
  bug: 'bug',
  example: 'example',
  ...{ quote: 'quote', cite: 'quote' },
}

/** Returns the kind of alert with this name, in any case; undefined if no tool knows it. */
export function alertKind(name: string): AlertKind | undefined {
  const key = name.trim().toLowerCase()
  return Object.hasOwn(kinds, key) ? kinds[key] : undefined
}
