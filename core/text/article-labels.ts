/** Words that we add to an article: links to media that a mail or feed cannot show, and the reason for a banner. */
const kinds = ['listen', 'watch', 'embedded', 'corrected', 'retracted'] as const

export type ArticleLabel = (typeof kinds)[number]

/**
 * Labels in the order of their kinds, by the language of the article. There are more languages than files in
 * templates/locales/, because an article may be in any language.
 */
const labels: Readonly<Record<string, string>> = {
  ar: 'استمع|شاهد الفيديو|محتوى مضمّن|مصحَّح|مسحوب',
  de: 'Anhören|Video ansehen|Eingebetteter Inhalt|Berichtigt|Zurückgezogen',
  en: 'Listen|Watch the video|Embedded content|Corrected|Retracted',
  es: 'Escuchar|Ver el vídeo|Contenido incrustado|Corregido|Retractado',
  fr: 'Écouter|Voir la vidéo|Contenu intégré\u00A0|Corrigé|Rétracté',
  it: 'Ascolta|Guarda il video|Contenuto incorporato|Corretto|Ritirato',
  ja: '音声を聴く|動画を見る|埋め込みコンテンツ|訂正|撤回',
  ko: '듣기|동영상 보기|삽입된 콘텐츠|정정|철회',
  nl: 'Beluisteren|Bekijk de video|Ingesloten inhoud|Gecorrigeerd|Ingetrokken',
  pt: 'Ouvir|Ver o vídeo|Conteúdo incorporado|Corrigido|Retratado',
  ru: 'Слушать|Смотреть видео|Встроенное содержимое|Исправлено|Отозвано',
  zh: '收听|观看视频|嵌入内容|更正|撤回',
}

/** Returns a label in a language (BCP 47), or else in English. */
export function articleLabel(kind: ArticleLabel, language: string): string {
  const base = language.split('-', 1)[0]?.toLowerCase() ?? ''
  const words = (Object.hasOwn(labels, base) ? labels[base] : labels.en)?.split('|')
  return words?.[kinds.indexOf(kind)] ?? kind
}
