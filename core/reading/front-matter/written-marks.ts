import type { Root } from 'hast'
import { textOf } from '../../html/tree.ts'
import { type Problem, warning } from '../../problem.ts'

const words =
  'draft|wip|private|entwurf|brouillon|borrador|bozza|rascunho|utkast|черновик|下書き|草稿|do not publish|not for publication|embargo(?:ed)?'

/** Words in front of a title, or in brackets around it, by which programs and people say that it is not for the public. */
const inTitle = new RegExp(
  String.raw`^(?:(?:protected|privé|protégé|privat|geschützt|passwortgeschützt|privado|protegido|privato|protetto|خاص|محمي|مسودة|${words})\s*[:：]\s|[[(【](?:${words})[\])】])|[[(【](?:${words})[\])】]$`,
  'iu',
)
const capitals = /^(?:DRAFT|WIP|ENTWURF|BROUILLON|BORRADOR|BOZZA)(?: v?\d+)?\s+[-–—]\s/u

/** Lines in which people ask not to publish a text. */
const line =
  /^[\s*_#>[(]*(?:(?:strictly |under )?embargo(?:ed)?(?:[\s:–—-].*(?:\d|notice).*)?|do not (?:publish|share|distribute|forward)(?: (?:yet|before|until)\b.*)?|(?:strictly )?not for (?:publication|release|distribution|circulation)(?: (?:yet|before|until)\b.*)?|not yet published|(?:hold|not) for release (?:until|before)\b.*|(?:strictly )?(?:private and )?confidential|(?:for )?internal use only|sperrfrist\b.*\d.*|nicht (?:zur veröffentlichung|veröffentlichen)|sous embargo\b.*\d.*|ne pas publier|no publicar|(?:work in progress|draft|entwurf|brouillon|borrador|bozza|wip)(?: only)?)[\s*_\])!.]*$/iu

/** Characters of such a line, and paragraphs in which it is looked for. */
const longestLine = 120
const mostParagraphs = 3

/** Returns the words of a title that keep an article from the public. */
export function markInTitle(title: string): string | undefined {
  const text = title.trim().slice(0, 500)
  return (inTitle.exec(text) ?? capitals.exec(text))?.[0].trim()
}

/** Returns the warning that the title, or a line at the top of the text, says that an article is not for the public. */
export function findWrittenMark(title: string, body: Root): Problem | undefined {
  const inHeading = markInTitle(title)
  if (inHeading !== undefined) return notPublic('title', inHeading)
  const paragraphs = body.children.filter(({ type }) => type === 'element').slice(0, mostParagraphs)
  const lines = paragraphs.flatMap((each) => (each.type === 'element' ? textOf(each).slice(0, 1000).split('\n') : []))
  const found = lines.map((each) => each.trim()).find((each) => each.length <= longestLine && line.test(each))
  return found === undefined ? undefined : notPublic('text', found)
}

function notPublic(place: string, mark: string): Problem {
  return warning('held-back', `The article is not published, because its ${place} says "${mark}".`, {
    fix: 'To publish it, remove these words and upload the file again.',
  })
}
