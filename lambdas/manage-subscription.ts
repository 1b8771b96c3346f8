import { choiceNames } from '../core/subscribers/requests/read-choices.ts'
import { notFound, renderResponse, wantsJson, wrongMethod } from '../core/subscribers/requests/visitor-response.ts'
import { readAcceptLanguage } from '../core/text/accept-language.ts'
import { messagesFor } from '../core/text/locales.ts'
import { enterAddress, makeMove, requestMove, showEntry, showMove } from './manage-subscription/change-address.ts'
import { giveReason, showReasons } from './manage-subscription/give-reason.ts'
import { press, show, withLink, withPress } from './manage-subscription/open-link.ts'
import { erase, exportData } from './manage-subscription/own-data.ts'
import { type Answer, type Services, services } from './manage-subscription/services.ts'
import { subscribe } from './manage-subscription/subscribe.ts'
import { httpHandler, type Visit } from './runtime/http-handler.ts'

// Called by AWS.
export const handler = httpHandler('manage-subscription', services, answerVisitor)

const preferences = { preferences: show('preferences') }
const goodbye = { unsubscribe: show('unsubscribe'), reason: showReasons }

const confirmShows = { confirm: show('confirm'), stay: show('stay') }

const answers: Readonly<Record<string, Answer>> = {
  'GET /subscribe': async () => new Response(null, { status: 303, headers: { location: '/subscribe/' } }),
  'POST /subscribe': subscribe,
  'GET /confirm': withLink(confirmShows),
  'POST /confirm': withPress({ confirm: press('confirm'), stay: press('stay') }, confirmShows),
  'GET /unsubscribe': withLink(goodbye),
  'POST /unsubscribe': withPress({ unsubscribe: press('unsubscribe'), reason: giveReason }, goodbye),
  'POST /resubscribe': withPress({ return: press('return') }, { return: show('return') }),
  'GET /preferences': withLink(preferences),
  'POST /preferences': withPress({ preferences: press('preferences') }, preferences, choiceNames),
  'GET /address': withLink({ address: showEntry, move: showMove }),
  'POST /address': withPress(
    { preferences: requestMove, address: enterAddress, move: makeMove },
    { ...preferences, address: showEntry, move: showMove },
    ['email'],
  ),
  'POST /export': withPress({ preferences: exportData }, preferences),
  'POST /erase': withLink({ preferences: erase }),
}

// Runs once per request. Safe to repeat: a fact that is already stored changes nothing.
export async function answerVisitor(visit: Visit, services: Services): Promise<Response> {
  const { method, url, headers } = visit.request
  const { pathname } = new URL(url)
  const answer = answers[`${method === 'HEAD' ? 'GET' : method} ${pathname}`]
  const response = answer ? await answer(visit, services) : refuse(pathname)
  return response instanceof Response ? response : renderResponse(services.site, response, wantsJson(visit.request))

  function refuse(path: string) {
    const preferred = readAcceptLanguage(headers.get('accept-language'))
    const messages = messagesFor(...preferred, services.site.publication.language)
    const methods = ['GET', 'POST'].filter((each) => `${each} ${path}` in answers)
    return methods.length > 0 ? wrongMethod(messages, methods) : notFound(messages)
  }
}
