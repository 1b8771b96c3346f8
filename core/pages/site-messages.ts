import type { Publication } from '../publication.ts'
import { messagesFor } from '../text/locales.ts'

/** Returns the fixed texts of pages for the templates. @param language BCP 47 */
export function siteMessages({ title }: Publication, language: string) {
  const { site } = messagesFor(language)
  return {
    ...site,
    inYourInbox: site.inYourInbox({ publication: title }),
    feedsHead: site.feedsHead({ publication: title }),
    // Scripts replace these placeholders.
    addressOf: site.addressOf({ name: '{name}' }),
    foundNone: site.foundNone({ month: '{month}' }),
    foundSome: site.foundSome({ month: '{month}', count: '{count}' }),
  }
}
