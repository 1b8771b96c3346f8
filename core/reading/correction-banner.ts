import type { Root } from 'hast'
import { cleanLine } from '../text/clean-text.ts'
import type { ArticleStatus } from './manuscript.ts'

/** By the language of the article; English stands in for the others. */
const words: Readonly<Record<string, Readonly<Record<ArticleStatus, string>>>> = {
  de: { corrected: 'Berichtigt', retracted: 'Zurückgezogen' },
  en: { corrected: 'Corrected', retracted: 'Retracted' },
  es: { corrected: 'Corregido', retracted: 'Retractado' },
  fr: { corrected: 'Corrigé', retracted: 'Rétracté' },
  it: { corrected: 'Corretto', retracted: 'Ritirato' },
  nl: { corrected: 'Gecorrigeerd', retracted: 'Ingetrokken' },
  pt: { corrected: 'Corrigido', retracted: 'Retratado' },
}

/** Characters of the reason that a publisher gives. */
const longestNotice = 1000

/** What readers are told about an article before its text. */
export type CorrectionBanner = { readonly status: ArticleStatus; readonly label: string; readonly reason: string }

/** Undefined where there is nothing to tell. A reason by itself tells of a correction. */
export function composeBanner(
  status: string | undefined,
  reason: string | undefined,
  language: string,
): CorrectionBanner | undefined {
  const text = cleanLine((reason ?? '').slice(0, longestNotice))
  const known = status === 'retracted' ? 'retracted' : status === 'corrected' || text !== '' ? 'corrected' : undefined
  if (known === undefined) return undefined
  const base = language.split('-', 1)[0] ?? 'en'
  return { status: known, label: (words[base] ?? words.en)?.[known] ?? known, reason: text }
}

/** `Retracted. The letter was a forgery.` */
export function bannerText({ label, reason }: CorrectionBanner): string {
  return reason === '' ? `${label}.` : `${label}. ${reason}`
}

/** The body with the notice above it. */
export function withBanner(body: Root, notice: CorrectionBanner | undefined): Root {
  if (notice === undefined) return body
  const { label, reason } = notice
  return {
    type: 'root',
    children: [
      {
        type: 'element',
        tagName: 'p',
        properties: {},
        children: [
          { type: 'element', tagName: 'strong', properties: {}, children: [{ type: 'text', value: `${label}.` }] },
          ...(reason === '' ? [] : [{ type: 'text', value: ` ${reason}` } as const]),
        ],
      },
      ...body.children,
    ],
  }
}
