/** Where most mailboxes are. */
const known =
  'gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.fr yahoo.de yahoo.es ymail.com hotmail.com hotmail.co.uk hotmail.fr hotmail.de hotmail.es outlook.com outlook.de outlook.fr outlook.es live.com live.co.uk live.fr msn.com icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de freenet.de posteo.de mailbox.org orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it tiscali.it btinternet.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net yandex.ru yandex.com mail.ru qq.com 163.com 126.com naver.com fastmail.com hey.com zoho.com mail.com email.com gmx.fr gmx.es bluewin.ch hispeed.ch'.split(
    ' ',
  )
const knownDomains = new Set(known)
/** Endings that stand for nothing but `.com`, and are as good as never meant. */
const misspelledCom = /\.(con|cmo|ocm|comm|cim|vom|xom|cpm)$/

/**
 * The address that someone probably meant who mistyped a domain everyone knows: one letter left out, added, replaced or
 * swapped with the next. Undefined for most.
 */
export function suggestAddress(address: string): string | undefined {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  if (knownDomains.has(domain)) return undefined
  const spelled = domain.replace(misspelledCom, '.com')
  const meant = knownDomains.has(spelled)
    ? spelled
    : known.find((each) => each.length > 6 && isOneSlipAway(spelled, each))
  const better = meant ?? (spelled === domain ? undefined : spelled)
  return better === undefined ? undefined : `${address.slice(0, at)}@${better}`
}

function isOneSlipAway(typed: string, meant: string): boolean {
  if (Math.abs(typed.length - meant.length) > 1) return false
  let start = 0
  while (start < typed.length && typed[start] === meant[start]) start += 1
  const [one, other] = [typed.slice(start), meant.slice(start)]
  const swapped = `${one[1] ?? ''}${one[0] ?? ''}${one.slice(2)}`
  return one.slice(1) === other || one === other.slice(1) || one.slice(1) === other.slice(1) || swapped === other
}
