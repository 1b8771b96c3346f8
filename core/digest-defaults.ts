import type { TranslatedText } from './translated-text.ts'

/**
 * What a digest is like if publication.json does not say. Not in digest-settings.ts, because that file brings zod into every
 * bundle that imports it.
 */
export const digestDefaults = {
  approval: false,
  clicks: false,
  deliver: 'at-once',
  minimumArticles: 1,
  maximumArticles: 30,
  layout: 'excerpt',
  images: 'lead',
  sections: [] as TranslatedText[],
  contentsFrom: 7,
} as const
