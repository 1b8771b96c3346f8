import { error, type Problem } from '../../problem.ts'

/** A Markdown file taken apart. */
export type SplitFile = {
  /** The YAML between the fences; undefined if there is none. */
  readonly yaml: string | undefined
  readonly body: string
  /** Lines of the file above the body. */
  readonly bodyOffset: number
  readonly problems: readonly Problem[]
}

/** Characters; a real one has a few hundred. */
const longestFrontMatter = 32_000

/** Splits front matter off. Only plain `---` fences count: no other language, and nothing that could be run. */
export function splitFrontMatter(text: string): SplitFile {
  const whole: SplitFile = { yaml: undefined, body: text, bodyOffset: 0, problems: [] }
  const opening = /^\s*?(---|\+\+\+|;;;)([^\n]*)\n/.exec(text)
  if (opening === null) return whole
  const [fence, mark, language = ''] = opening
  if (mark !== '---' || /^\w/.test(language)) return { ...whole, problems: [otherLanguage(mark + language)] }
  if (language.trim() !== '') return whole
  const closing = /^(?:---|\.\.\.)[ \t]*$/m.exec(text.slice(fence.length))
  if (closing === null)
    return /^[ \t]*\w+[ \t]*:/.test(text.slice(fence.length)) ? { ...whole, problems: [unclosed()] } : whole
  const end = fence.length + closing.index
  if (end > longestFrontMatter) return { ...whole, problems: [tooLong()] }
  return {
    yaml: text.slice(fence.length, end).trimEnd(),
    body: text.slice(end + closing[0].length),
    bodyOffset: text.slice(0, end).split('\n').length - 1,
    problems: [],
  }
}

function otherLanguage(fence: string): Problem {
  return error('unsupported-front-matter', `Front matter opened by "${fence.slice(0, 20)}" is not supported.`, {
    line: 1,
    fix: 'Write it as YAML between two lines that are exactly "---".',
  })
}

function unclosed(): Problem {
  return error('unclosed-front-matter', 'The front matter is never closed.', {
    line: 1,
    fix: 'Put a line that is exactly "---" between the front matter and the text.',
  })
}

function tooLong(): Problem {
  return error('invalid-front-matter', `The front matter is longer than ${longestFrontMatter} characters.`, {
    line: 1,
    fix: 'Move the text of the article below the second "---".',
  })
}
