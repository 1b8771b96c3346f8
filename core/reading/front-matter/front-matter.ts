import { error, type Problem } from '../../problem.ts'
import type { DateConventions } from '../../text/read-date.ts'
import { longestFrontMatter } from '../limits.ts'
import { type Fields, readFields } from './read-fields.ts'
import { readYaml } from './read-yaml.ts'

/** The fields of a Markdown file, and the text below them. */
export type FrontMatter = Fields & {
  readonly body: string
  /** Lines of the file above the body. */
  readonly bodyOffset: number
}

/** Reads the YAML at the top of a Markdown file, if there is any. */
export function readFrontMatter(text: string, conventions: DateConventions): FrontMatter {
  const { yaml, body, bodyOffset, problems } = splitFrontMatter(text)
  const { fields, problems: yamlProblems } = yaml === undefined ? { fields: [], problems: [] } : readYaml(yaml, 2)
  const content = readFields(fields, conventions)
  return { ...content, body, bodyOffset, problems: [...problems, ...yamlProblems, ...content.problems] }
}

type SplitFile = {
  /** The YAML between the fences; undefined if there is none. */
  readonly yaml: string | undefined
  readonly body: string
  readonly bodyOffset: number
  readonly problems: readonly Problem[]
}

/** Splits a file at plain `---` fences. Front matter in any language but YAML is an error, and is never run. */
function splitFrontMatter(text: string): SplitFile {
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
