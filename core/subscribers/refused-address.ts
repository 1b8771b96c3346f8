import type { Publication } from '../publication.ts'

/** Mailboxes of a role rather than of a person: RFC 2142, and other common names. */
const roles = new Set(
  'abuse admin administrator billing compliance devnull dns ftp help hostmaster info inoc ispfeedback ispsupport list list-request mailer-daemon maildaemon marketing noc no-reply noreply null office phish phishing postmaster privacy registrar root sales security spam support sysadmin tech undisclosed-recipients unsubscribe usenet uucp webmaster www'.split(
    ' ',
  ),
)

/** The best-known providers of disposable mailboxes. publication.json can list others. */
const disposable = new Set(
  '10minutemail.com 10minutemail.net 20minutemail.com 33mail.com anonbox.net burnermail.io byom.de dispostable.com dropmail.me emailondeck.com emailtemporanea.com fakeinbox.com fakemail.net getairmail.com getnada.com grr.la guerrillamail.biz guerrillamail.com guerrillamail.de guerrillamail.info guerrillamail.net guerrillamail.org guerrillamailblock.com inboxbear.com inboxkitten.com incognitomail.org jetable.org linshiyouxiang.net mail-temp.com mail-temporaire.fr mail.tm mailcatch.com maildrop.cc mailexpire.com mailinator.com mailinator.net mailnesia.com mailnull.com mailpoof.com mailsac.com mintemail.com moakt.com mohmal.com mytemp.email mytrashmail.com nada.email nowmymail.com sharklasers.com spam4.me spambog.com spambox.us spamex.com spamgourmet.com temp-mail.io temp-mail.org tempail.com tempinbox.com tempmail.com tempmail.dev tempmail.net tempmailo.com tempr.email throwawaymail.com tmail.ws tmpmail.net tmpmail.org trash-mail.com trashmail.com trashmail.de trashmail.me trashmail.net wegwerfemail.de wegwerfmail.de wegwerfmail.net yopmail.com yopmail.fr yopmail.net'.split(
    ' ',
  ),
)

/** True if publication.json refuses an address. Only the text of the address is checked. */
export function isRefused(address: string, { addresses }: Publication): boolean {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at).toLowerCase().replace(/\+.*$/, '')
  const domains = withParents(address.slice(at + 1))
  return (
    (addresses.roles === 'refuse' && roles.has(local)) ||
    (addresses.disposable === 'refuse' && domains.some((domain) => disposable.has(domain))) ||
    domains.some((domain) => addresses.refusedDomains.includes(domain))
  )
}

/** Returns `a.b.example` and `b.example` for `a.b.example`. */
function withParents(domain: string): string[] {
  const labels = domain.split('.')
  return labels.slice(0, -1).map((_label, index) => labels.slice(index).join('.'))
}
