import type { Element, Root } from 'hast'
import { elementsOf, headingLevel, property, textOf } from '../../html/tree.ts'
import { type Problem, warning } from '../../problem.ts'
import { markInTitle } from '../front-matter/written-marks.ts'
import { classesOf, nameIn, words } from './element-names.ts'
import type { PageMetadata } from './page-metadata.ts'

type Mark = { readonly mark: string; readonly line?: number | undefined }

/** Classes of the `body` and the article that WordPress writes for unpublished and protected posts. */
const statusNames = words(`status-draft status-auto-draft status-private status-pending status-future status-trash
  post-status-draft post-status-private post-status-pending post-password-required`)

/** Classes and ids of what stands in place of a text that only some people may read. */
const wallNames = words(`post-password-form paywall paywall-title paywalled is-paywalled paywall-content
  gh-post-upgrade-cta gh-post-upgrade-cta-content post-upgrade-cta content-cta members-only member-only subscribers-only
  subscriber-only premium-content locked-content wp-block-premium-content-container wp-block-jetpack-paywall
  pmpro_content_message mepr-unauthorized-message wc-memberships-restriction-message memberful-global-marketing-content
  restrict-content-message rcp_restricted ihc-locker-wrap`)

const wallText =
  /^(?:🔒\s*)?(?:(?:this|the rest of this) (?:post|episode|page|article|story|content|newsletter|issue) is (?:only )?(?:for|available to|visible to) (?:paid|paying|premium|free|registered)?\s?(?:subscribers|members)(?: only)?|member-only story|members-only story|subscribers-only (?:post|story|content)|keep reading with a 7-day free trial|this content is password protected\b.{0,200}|(?:dieser beitrag|diese seite) ist (?:nur für|passwortgeschützt)\b.{0,200})[.!]?$/i

/** Finds what a page says about itself that means "not for the public". */
export function privateMarks(document: Root, scope: Element | Root, page: PageMetadata): readonly Problem[] {
  const elements = elementsOf(document)
  const outer = elements.filter(({ tagName }) => tagName === 'html' || tagName === 'body')
  const inScope = scope.type === 'element' ? [scope, ...elementsOf(scope)] : elementsOf(scope)
  const marks = [
    ...page.privateMarks.map((mark) => ({ mark })),
    ...[...outer, ...inScope].flatMap((element) => markOf(element, statusNames)),
    ...inScope.flatMap((element) => markOf(element, wallNames)),
    ...inScope.flatMap(passwordField),
    ...inScope.flatMap(wallLine),
    ...titleMarks(page, inScope),
    ...exportMarks(elements),
  ]
  return marks.slice(0, 1).map(notPublic)
}

function notPublic({ mark, line }: Mark): Problem {
  return warning('held-back', `The page is kept as a draft, because it is not for everyone: ${mark}.`, {
    line,
    fix: 'If everyone may read it, remove this mark and upload the page again.',
  })
}

function markOf(element: Element, names: ReadonlySet<string>): readonly Mark[] {
  const name = nameIn(element, names)
  return name === undefined ? [] : [{ mark: `its HTML has the name "${name}"`, line: lineOf(element) }]
}

function passwordField(element: Element): readonly Mark[] {
  const isField = element.tagName === 'input' && property(element, 'name') === 'post_password'
  return isField ? [{ mark: 'it asks for a password', line: lineOf(element) }] : []
}

const walls = words('p h1 h2 h3 h4 h5 h6 div span strong a button')

function wallLine(element: Element): readonly Mark[] {
  if (!walls.has(element.tagName)) return []
  if (element.children.some((child) => child.type === 'element' && walls.has(child.tagName))) return []
  const text = textOf(element).slice(0, 300).replace(/\s+/g, ' ').trim()
  return wallText.test(text) ? [{ mark: `it says "${text.slice(0, 80)}"`, line: lineOf(element) }] : []
}

function titleMarks(page: PageMetadata, inScope: readonly Element[]): readonly Mark[] {
  const headings = inScope
    .filter((element) => headingLevel(element) === 1 || isTitle(element))
    .map((element) => textOf(element))
  return [page.openGraphTitle, page.titleElement, ...headings].flatMap((text) => {
    const words = markInTitle(text ?? '')
    return words === undefined ? [] : [{ mark: `its title says "${words}"` }]
  })
}

/** Medium exports drafts as well. Unlike published stories, they have no date. Notion adds a list of all exported pages. */
function exportMarks(elements: readonly Element[]): readonly Mark[] {
  if (elements.some((each) => each.tagName === 'ul' && /^id::[\da-f-]{36}$/.test(property(each, 'id') ?? '')))
    return [{ mark: 'it is the list of pages in an export of Notion' }]
  const isMedium = elements.some(
    (each) => each.tagName === 'p' && /^Exported from Medium on /.test(textOf(each).trim()),
  )
  const isDated = elements.some((each) => classesOf(each).includes('dt-published'))
  return isMedium && !isDated ? [{ mark: 'Medium exported it without a date of publication' }] : []
}

function isTitle(element: Element): boolean {
  return classesOf(element).some((name) => /^(?:entry|post)-title$|^p-name$/.test(name))
}

function lineOf(element: Element): number | undefined {
  return element.position?.start.line
}
