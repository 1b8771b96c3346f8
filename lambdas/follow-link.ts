import { createDynamo, createS3 } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { clickStore } from '../aws/issues/click-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import type { SettingsOf } from '../core/environment.ts'
import { isClick, readCountedLink, redirectTo } from '../core/issues/click.ts'
import type { Issue } from '../core/issues/issue.ts'
import { notFound, renderResponse, wantsJson } from '../core/subscribers/requests/visitor-response.ts'
import { readAcceptLanguage } from '../core/text/accept-language.ts'
import { messagesFor } from '../core/text/locales.ts'
import { countClick } from './follow-link/count-click.ts'
import { findLinks } from './follow-link/find-links.ts'
import { httpHandler, type Visit } from './runtime/http-handler.ts'
import { siteOf } from './runtime/publication.ts'

// Called by AWS.
export const handler = httpHandler('follow-link', services, followLink)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'follow-link'>) {
  const dynamo = createDynamo()
  return {
    site: siteOf(settings),
    issues: issueStore(dynamo, settings.issuesTable),
    content: contentStore<Issue>(createS3(), settings.contentBucket, 0),
    clicks: clickStore(dynamo, settings.deliveriesTable),
    /** The links of the issues that were read last. */
    links: new Map<string, ReadonlyMap<string, string>>(),
  }
}

// Runs once per request. A request that is repeated counts again: the totals say how often links were opened.
export async function followLink({ request }: Pick<Visit, 'request'>, services: Services): Promise<Response> {
  const { site } = services
  const link = readCountedLink(new URL(request.url).pathname)
  const target = link && (await findLinks(link, services)).get(link.id)
  if (!link || target === undefined) {
    const preferred = readAcceptLanguage(request.headers.get('accept-language'))
    const messages = messagesFor(...preferred, site.publication.language)
    return renderResponse(site, notFound(messages), wantsJson(request))
  }
  if (isClick(request)) await countClick(link, services)
  return redirectTo(target)
}
