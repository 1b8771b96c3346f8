import { html } from 'hono/html'
import { countOf } from '../../core/text/count-of.ts'
import { live } from '../frame/live.ts'
import type { Html } from '../frame/page.ts'
import { countCells, progressBar, rows, sizeOf } from '../frame/parts.ts'
import type { ImportJob, ImportReport } from './import-jobs.ts'

/** Renders the form for a list. */
export function uploadPage(): Html {
  return html`<p class="meta lead">A CSV file whose first line names the columns, such as the export of another newsletter service. It is checked first: nothing is imported before you have seen the report.</p>
<form class="upload" method="post" action="/people/import" enctype="multipart/form-data">
<p><label for="file">CSV file</label><input id="file" name="file" type="file" accept=".csv,.txt,.tsv,text/csv" required></p>
<p><button>Check the list</button></p>
</form>`
}

/** Renders an import: its progress, and its report. */
export async function jobPage(job: ImportJob): Promise<Html> {
  return html`<p class="meta lead"><bdi>${job.name}</bdi>, ${sizeOf(job.size)}</p>${await live('import', stateOf(job))}`
}

function stateOf(job: ImportJob): Html {
  const { state, rows: done, share, check, result, failure } = job
  switch (state) {
    case 'failed':
      return html`<p role="alert">The list was not imported completely: ${failure}</p><p>People who were imported already are passed over if you import it again.</p><p><a class="button" href="/people/import/">Choose a file</a></p>`
    case 'checking':
    case 'importing':
      return html`<p role="status">${state === 'checking' ? 'Checking the list.' : 'Importing.'} ${done.toLocaleString('en')} lines so far.</p>
${progressBar('Share of the file that was read', Math.floor(share * 100), 100)}`
    case 'checked':
      return check ? html`${reportOf(check, true)}${startForm(job, check)}` : html``
    case 'imported':
      return result
        ? html`<p class="done" role="status">Imported ${peopleOf(result.value.added)}.</p>${reportOf(result, false)}<p><a class="button" href="/people/">Back to people</a></p>`
        : html``
  }
}

/** Lines that the page shows. */
const mostLines = 100

function reportOf({ value, broken, forgotten, unused }: ImportReport, isCheck: boolean): Html {
  const { added, unchanged, skipped, skippedCount, warnings = [], warningCount = 0, reasons = {}, product } = value
  const names = isCheck
    ? { 'would be added': added, unchanged, 'would be skipped': skippedCount }
    : { added, unchanged, skipped: skippedCount }
  const line = (each: { readonly line: number; readonly reason: string }) =>
    html`<span>Line ${each.line}</span> <span class="meta">${each.reason}</span>`
  const list = (title: string, lines: readonly { readonly line: number; readonly reason: string }[], total: number) =>
    total > 0 &&
    html`<details><summary>${title} (${total.toLocaleString('en')})</summary>${rows(lines.slice(0, mostLines).map(line), '')}
${total > mostLines && html`<p class="meta">And ${(total - mostLines).toLocaleString('en')} more.</p>`}</details>`
  return html`${product !== undefined && html`<p>This is an export of ${product}.</p>`}
${countCells(names)}
${value.remembered !== undefined && html`<p>${value.remembered.toLocaleString('en')} suppressions and departures of other addresses ${isCheck ? 'would be' : 'are'} remembered.</p>`}
${broken > 0 && html`<p class="banner">${countOf(broken, 'line')} cannot be read: a quote opens and is never closed.</p>`}
${forgotten > 0 && html`<p class="banner">${forgotten.toLocaleString('en')} hashes of addresses in this list cannot be used without the keys of the stack that exported it. Import it with <code>postrider subscribers import --hash-keys</code>.</p>`}
${unused.length > 0 && html`<p class="meta">Columns that are not used: ${unused.join(', ')}.</p>`}
${Object.keys(reasons).length > 0 && html`<h2>Why lines ${isCheck ? 'would be' : 'were'} skipped</h2><ul>${Object.entries(reasons).map(([reason, count]) => html`<li>${count.toLocaleString('en')}: ${reason}</li>\n`)}</ul>`}
${list('Skipped lines', skipped, skippedCount)}
${list('Warnings about people who are imported', warnings, warningCount)}`
}

function startForm({ id, name }: ImportJob, { value: { added } }: ImportReport): Html {
  if (added === 0)
    return html`<p>Nobody would be added.</p><p><a class="button" href="/people/import/">Choose another file</a></p>`
  return html`<h2>Import</h2>
<form class="fields" method="post" action="/people/import/${id}">
<fieldset><legend>Consent</legend>
<label><input type="radio" name="consent" value="ask" required>Ask each of them by mail to confirm</label>
<label><input type="radio" name="consent" value="held" required>They have agreed already: no mail</label></fieldset>
<p><label for="source">Where they agreed <span class="hint">(if the list does not say it)</span></label><input id="source" name="source" autocomplete="off" placeholder="import: ${name}"></p>
<p><label><input type="checkbox" name="welcome" value="yes">Mail the welcome series to those who have agreed</label></p>
<p class="buttons"><button class="final">Import ${peopleOf(added)}</button> <a class="button" href="/people/">Cancel</a></p>
</form>`
}

const peopleOf = (count: number) => (count === 1 ? '1 person' : `${count.toLocaleString('en')} people`)
