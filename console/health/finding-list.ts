import { html } from 'hono/html'
import { checkOf, checks } from '../../core/diagnosis/checks.ts'
import type { Finding } from '../../core/diagnosis/finding.ts'
import type { Html } from '../frame/page.ts'
import { copyable } from '../frame/parts.ts'

const headings = { problem: 'Problems', warning: 'Warnings', unchecked: 'Not checked', ok: 'Fine' } as const
/** Groups whose findings need no action, so that they are folded. */
const folded: readonly Finding['severity'][] = ['unchecked', 'ok']

/** Renders findings by severity, problems first. */
export function findingList(findings: readonly Finding[]): Html {
  const groups = (['problem', 'warning', 'unchecked', 'ok'] as const).map((severity) => ({
    severity,
    found: findings.filter((each) => each.severity === severity),
  }))
  const isFine = groups.every(({ severity, found }) => folded.includes(severity) || found.length === 0)
  return html`${isFine && html`<p><span class="state good">Nothing is wrong</span></p>`}
${groups.map(({ severity, found }) => found.length > 0 && group(severity, found))}`
}

function group(severity: Finding['severity'], found: readonly Finding[]): Html {
  const title = `${headings[severity]} (${found.length})`
  if (!folded.includes(severity)) return html`<h3>${title}</h3><ul class="rows">${found.map(faultRow)}</ul>`
  return html`<details><summary>${title}</summary><ul class="rows">${found.map(briefRow)}</ul></details>`
}

function faultRow({ id, severity, text, loss, fix, copy = [] }: Finding, index: number): Html {
  return html`<li class="finding"><p class="name"><span class="state ${severity}">${titleOf(id)}</span></p>
<p><bdi>${text}</bdi></p>
${loss !== undefined && html`<p><strong>What users lose:</strong> ${loss}</p>`}
${fix !== undefined && html`<p><strong>What to do:</strong> <bdi>${fix}</bdi></p>`}
${copy.map((line, n) => html`<p>${copyable(`copy-${id.replace('.', '-')}-${index}-${n}`, line)}</p>`)}
<p class="meta"><code>${id}</code></p></li>
`
}

function briefRow({ id, text }: Finding): Html {
  return html`<li><span class="name">${titleOf(id)}</span> <span class="meta"><bdi>${text}</bdi></span></li>
`
}

function titleOf(id: Finding['id']): string {
  const { title } = checks[checkOf(id)]
  return title.charAt(0).toUpperCase() + title.slice(1)
}
