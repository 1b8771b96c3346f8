import type { Element, Properties, Root } from 'hast'
import { cleanLine } from '../text/clean-text.ts'
import { longestNotice } from './limits.ts'
import type { ArticleStatus } from './manuscript.ts'

/** Labels by the language of the article. Articles in other languages get the English label. */
const labels: Readonly<Record<string, Readonly<Record<ArticleStatus, string>>>> = {
  de: { corrected: 'Berichtigt', retracted: 'Zurückgezogen' },
  en: { corrected: 'Corrected', retracted: 'Retracted' },
  es: { corrected: 'Corregido', retracted: 'Retractado' },
  fr: { corrected: 'Corrigé', retracted: 'Rétracté' },
  it: { corrected: 'Corretto', retracted: 'Ritirato' },
  nl: { corrected: 'Gecorrigeerd', retracted: 'Ingetrokken' },
  pt: { corrected: 'Corrigido', retracted: 'Retratado' },
}

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
  const base = language.split('-', 1)[0] ?? 'en'
  return { status: bannerStatus, label: (labels[base] ?? labels.en)?.[bannerStatus] ?? bannerStatus, reason: text }
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
