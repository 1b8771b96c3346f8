import type { Publication } from '../publication.ts'
import { senderDomain } from './header.ts'

/** Well-known providers of mailboxes. Only they can publish DNS records for these domains. */
const mailboxProviders = new Set(
  '126.com 163.com aim.com aol.com att.net bluewin.ch bol.com.br btinternet.com comcast.net cox.net duck.com fastmail.com fastmail.fm free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hushmail.com icloud.com inbox.lv inbox.ru laposte.net libero.it list.ru live.co.uk live.com live.de live.fr live.nl mac.com mail.com mail.ru mailbox.org me.com msn.com naver.com o2.pl orange.fr outlook.com outlook.de outlook.es outlook.fr pm.me posteo.de posteo.net proton.me protonmail.ch protonmail.com qq.com rediffmail.com rocketmail.com sbcglobal.net seznam.cz sfr.fr shaw.ca sina.com sky.com t-online.de talktalk.net terra.com.br tiscali.it tuta.com tutanota.com uol.com.br verizon.net virgilio.it wanadoo.fr web.de wp.pl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.au yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru yeah.net ymail.com zoho.com zohomail.com'.split(
    ' ',
  ),
)

/** Names that exist for examples, tests and local networks only: RFC 2606, RFC 6761, RFC 6762, RFC 8375, ICANN 2024-07-29. */
const reservedDomains = ['example', 'example.com', 'example.net', 'example.org', 'test', 'invalid', 'localhost']
const localDomains = ['local', 'internal', 'home.arpa', 'onion']

/**
 * Lists why SES will never be able to send from the sender's address. Local mode accepts such an address: it publishes no
 * DNS records and sends no mail.
 */
export function checkSender(publication: Publication): readonly string[] {
  const domain = senderDomain(publication)
  const advice = 'Use an address of a domain whose DNS records you can change.'
  if (isReserved(domain)) {
    return [`sender.address: the domain ${domain} is reserved and cannot be verified in SES. ${advice}`]
  }
  if (mailboxProviders.has(domain)) {
    return [
      `sender.address: mail from ${domain} must be sent by its provider. Receivers refuse such mail from SES, or treat it as spam. ${advice}`,
    ]
  }
  return []
}

/** Returns whether a domain is reserved for examples, tests or local networks, so that public DNS never contains it. */
export function isReserved(domain: string): boolean {
  return isWithin(domain, [...reservedDomains, ...localDomains])
}

/** Returns whether a domain is one of these or a subdomain of one. */
function isWithin(domain: string, parents: readonly string[]): boolean {
  return parents.some((parent) => domain === parent || domain.endsWith(`.${parent}`))
}
