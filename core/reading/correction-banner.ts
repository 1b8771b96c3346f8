import type { Element, Properties, Root } from 'hast'
import { articleLabel } from '../text/article-labels.ts'
import { cleanLine } from '../text/clean-text.ts'
import { longestNotice } from './limits.ts'
import type { ArticleStatus } from './manuscript.ts'

/** The text above a corrected or retracted article. */
export type CorrectionBanner = { readonly status: ArticleStatus; readonly label: string; readonly reason: string }

/** Composes a banner, or returns undefined for any other status. A reason without a status means a correction. */
export function composeBanner(
  status: string | undefined,
  reason: string | undefined,
  language: string,
): CorrectionBanner | undefined {
  const text = cleanLine((reason ?? '').slice(0, longestNotice))
  const bannerStatus =
    status === 'retracted' ? 'retracted' : status === 'corrected' || text !== '' ? 'corrected' : undefined
  if (bannerStatus === undefined) return undefined
  return { status: bannerStatus, label: articleLabel(bannerStatus, language), reason: text }
}

/** Renders a banner as text: `Retracted. The letter was a forgery.` */
export function bannerText({ label, reason }: CorrectionBanner): string {
  return reason === '' ? `${label}.` : `${label}. ${reason}`
}

/** The looks of a banner are those of an alert. */
const classes: Readonly<Record<ArticleStatus, string>> = { corrected: 'alert-note', retracted: 'alert-caution' }

/** Puts a banner above a body. */
export function withBanner(body: Root, banner: CorrectionBanner | undefined): Root {
  if (banner === undefined) return body
  const { label, reason, status } = banner
  const name = element('strong', {}, [{ type: 'text', value: `${label}.` }])
  const text = element('p', {}, reason === '' ? [name] : [name, { type: 'text', value: ` ${reason}` }])
  const alert = element('blockquote', { className: ['alert', classes[status]] }, [text])
  return { type: 'root', children: [alert, ...body.children] }
}

function element(tagName: string, properties: Properties, children: Element['children']): Element {
  return { type: 'element', tagName, properties, children }
}
