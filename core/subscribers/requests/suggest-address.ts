/** The domains that most mailboxes have. */
const commonDomains =
  'gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.fr yahoo.de yahoo.es ymail.com hotmail.com hotmail.co.uk hotmail.fr hotmail.de hotmail.es outlook.com outlook.de outlook.fr outlook.es live.com live.co.uk live.fr msn.com icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de freenet.de posteo.de mailbox.org orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it tiscali.it btinternet.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net yandex.ru yandex.com mail.ru qq.com 163.com 126.com naver.com fastmail.com hey.com zoho.com mail.com email.com gmx.fr gmx.es bluewin.ch hispeed.ch'.split(
    ' ',
  )
const commonDomainSet = new Set(commonDomains)
/** Endings that are almost always a misspelled `.com`. */
const misspelledCom = /\.(con|cmo|ocm|comm|cim|vom|xom|cpm)$/

/**
 * Returns the address that someone probably meant, if the domain is a common one with one typing error: one letter left
 * out, added, replaced or swapped with the next. Undefined for most addresses.
 */
export function suggestAddress(address: string): string | undefined {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  if (commonDomainSet.has(domain)) return undefined
  const spelled = domain.replace(misspelledCom, '.com')
  const meant = commonDomainSet.has(spelled)
    ? spelled
    : commonDomains.find((each) => each.length > 6 && hasOneTypingError(spelled, each))
  const better = meant ?? (spelled === domain ? undefined : spelled)
  return better === undefined ? undefined : `${address.slice(0, at)}@${better}`
}

function hasOneTypingError(typed: string, meant: string): boolean {
  if (Math.abs(typed.length - meant.length) > 1) return false
  let start = 0
  while (start < typed.length && typed[start] === meant[start]) start += 1
  const [one, other] = [typed.slice(start), meant.slice(start)]
  const swapped = `${one[1] ?? ''}${one[0] ?? ''}${one.slice(2)}`
  return one.slice(1) === other || one === other.slice(1) || one.slice(1) === other.slice(1) || swapped === other
}
