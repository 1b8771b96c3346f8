import { error, type Problem, warning } from '../../../problem.ts'
import { cleanLine, cutAtWord } from '../../../text/clean-text.ts'

/** Something in Markdown that only the author's own program understands. */
export type Construct = {
  /** The index after its last character. */
  readonly end: number
  /** Undefined if nothing is lost, and so nothing is reported. */
  readonly kind?: ConstructKind | undefined
  /** HTML that replaces it. Without any, it is left out. */
  readonly html?: string
  /** What became of it, if it was not left out. */
  readonly outcome?: string
  /** From a `start` to an `end`, template code is text. */
  readonly literal?: 'start' | 'end'
}

export type ConstructKind =
  | 'conditional-text'
  | 'formula'
  | 'mdx'
  | 'shortcode'
  | 'template-code'
  | 'unknown-markup'
  | 'wiki-link'

/** A text in which a construct may begin at `pos`. */
export type Place = {
  readonly src: string
  readonly pos: number
  /** Returns the index of the next `closer` from `start` on, or -1 if it is not near. */
  readonly find: (closer: string, start: number) => number
}

/** Characters of a construct. Real ones have a few dozen. */
const longestConstruct = 3000

/** Returns a search whose time for all positions of a text is linear, because it remembers what it found. */
export function searchIn(src: string): Place['find'] {
  const found = new Map<string, { readonly from: number; readonly index: number }>()
  return (closer, start) => {
    let last = found.get(closer)
    if (last === undefined || last.from > start || (last.index >= 0 && last.index < start)) {
      last = { from: start, index: src.indexOf(closer, start) }
      found.set(closer, last)
    }
    return last.index - start > longestConstruct ? -1 : last.index
  }
}

/** Reports what became of a construct. */
export function constructProblem(
  kind: ConstructKind,
  source: string,
  outcome: string,
  line: number | undefined,
): Problem {
  const quoted = `"${cutAtWord(cleanLine(source.slice(0, 200)), 80)}"`
  switch (kind) {
    case 'conditional-text':
      return /^\{.{0,4}(?:for|range|each|tablerow|while)/.test(source)
        ? error('conditional-text', `${quoted} repeats a text for data that is not in this file.`, {
            line,
            fix: 'Replace this line, its closing line and the text between them with what readers should see.',
          })
        : error('conditional-text', `${quoted} may hide text from readers, and Postrider cannot evaluate it.`, {
            line,
            fix: 'Keep only the text that everyone may read, and remove this line and its closing line, if any.',
          })
    case 'formula':
      return warning(
        'formula',
        `The formula ${quoted} is shown as its source, because mails and feeds show no formulas.`,
        {
          line,
          fix: 'If readers should see it as a formula, upload a picture of it beside the article.',
        },
      )
    case 'mdx':
      return warning('mdx', `${quoted} is code of MDX; ${outcome}.`, {
        line,
        fix: 'Write what it shows, in Markdown or HTML.',
      })
    case 'shortcode':
      return warning('shortcode', `${quoted} is a shortcode; ${outcome}.`, {
        line,
        fix: 'Write what it stands for: a picture, a link or a text.',
      })
    case 'template-code':
      return warning('template-code', `${quoted} is code of a template engine; ${outcome}.`, {
        line,
        fix: 'Write what it stands for. If readers should see the code itself, put it between backticks.',
      })
    case 'wiki-link':
      return warning('wiki-link', `${quoted} refers to a note; ${outcome}.`, {
        line,
        fix: 'Link to the article: [the words](its-file.md).',
      })
    default:
      return warning('unknown-markup', `${quoted} has no meaning here; ${outcome}.`, { line, fix: 'Remove it.' })
  }
}

export const leftOut = 'it was left out'
export const becameLink = 'it became a link'
