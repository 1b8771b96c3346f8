import type { UploadFormat } from '../../core/reading/upload-key.ts'

/** Fields at the top of a file, between lines `---` (YAML) or `+++` (TOML). */
const frontMatter = /^(?<open>---|\+\+\+)[ \t]*\n(?<fields>(?:[^\n]*\n)*?)(?<close>\k<open>|\.\.\.)[ \t]*(?:\n|$)/
const draftLine = /^draft[ \t]*[:=][^\n]*\n/im
/** Lines of fields at the top of Markdown, without lines around them, as Pelican and MultiMarkdown write them. */
const bareFields = /^[A-Za-z][\w-]*:[ \t][^\n]*\n/
const draftElement = /<meta\b(?=[^>]*\bname\s*=\s*["']?draft\b)[^>]*>[ \t]*\n?/i

/**
 * Marks the source of an article as a draft, or removes the mark. Nothing else changes. Front matter in another form than
 * YAML and TOML stays as it is, and gets a block of its own above it.
 */
export function setDraft(source: string, format: UploadFormat, isDraft: boolean): string {
  const found = frontMatter.exec(source)
  const fields = found?.groups?.fields
  if (found && fields !== undefined) {
    const rest = fields.replace(draftLine, '')
    const line = found.groups?.open === '+++' ? 'draft = true\n' : 'draft: true\n'
    const changed = isDraft ? replaceOrAdd(fields, line) : rest
    const open = source.indexOf('\n') + 1
    const after = source.slice(open + fields.length)
    // A block that had only the mark goes with it, and with the empty line below it.
    if (!isDraft && rest.trim() === '' && fields.trim() !== '') return after.replace(/^[^\n]*\n?\n?/, '')
    return source.slice(0, open) + changed + after
  }
  if (format === 'html' && draftElement.test(source)) {
    return source.replace(draftElement, isDraft ? '<meta name="draft" content="true">\n' : '')
  }
  if (format === 'md' && bareFields.test(source)) {
    const end = source.indexOf('\n\n') + 1 || source.length
    const rest = source.slice(0, end).replace(draftLine, '')
    return (isDraft ? 'Draft: true\n' : '') + rest + source.slice(end)
  }
  if (!isDraft) return source
  const head = format === 'html' ? /<head\b[^>]*>[ \t]*\n?/i.exec(source) : null
  if (!head) return `---\ndraft: true\n---\n\n${source}`
  const at = head.index + head[0].length
  return `${source.slice(0, at)}<meta name="draft" content="true">\n${source.slice(at)}`
}

/** A field of TOML must stand above its tables, and one of YAML may stand anywhere. */
function replaceOrAdd(fields: string, line: string): string {
  return draftLine.test(fields) ? fields.replace(draftLine, line) : line + fields
}
