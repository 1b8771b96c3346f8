import { findStatus } from './judge-answer.ts'
import type { Refusal } from './transport.ts'

/**
 * Says why a relay takes no mail, and what to do. Leaves out the server's own words, which often repeat an address or the
 * name of a user; only what TLS says has neither.
 */
export function describeTrouble(relay: string, { step, code, text }: Refusal): string {
  const reply = code === undefined ? '' : ` (${describeReply({ code, text })} at ${step})`
  if (code === undefined) return `${describeConnection(relay, step, text)}`
  if (step !== 'STARTTLS' && /starttls/i.test(text))
    return `${relay} takes mail only over an encrypted connection${reply}. Add ?tls=required to the URL.`
  if (code === 454 && step === 'AUTH') return `${relay} cannot check passwords at the moment${reply}.`
  if (step === 'AUTH' && [500, 502, 503, 504].includes(code))
    return `${relay} does not let anybody log in like this${reply}. Use the port and kind of URL that your provider names, or a URL without a user name and password.`
  if (step === 'AUTH') return `${relay} refuses the user name or the password${reply}. Correct them.`
  if (step === 'STARTTLS')
    return `${relay} offers no encryption by STARTTLS${reply}. Use the port and kind of URL that your provider names, such as smtps: with port 465.`
  if (code === 530) return `${relay} asks for a user name and a password${reply}. Put both into the URL.`
  if (code >= 500 && (step === 'MAIL' || /\bsender\b.{0,40}\b(?:rejected|failed)/is.test(text)))
    return `${relay} refuses the sender’s address${reply}. Allow this account to send from it.`
  if (step === 'RCPT' && code >= 500)
    return `${relay} does not relay mail of this account${reply}. Check the user name, and what the account may send.`
  return `${relay} takes no mail at the moment${reply}.`
}

/** Returns the code and the enhanced status of a reply. */
export function describeReply({ code, text }: { readonly code?: number; readonly text: string }): string {
  if (code === undefined) return 'no reply'
  const status = findStatus(text)
  return status === undefined ? `${code}` : `${code} ${status}`
}

function describeConnection(relay: string, step: Refusal['step'], text: string): string {
  if (step === 'AUTH') return `${relay} offers no way to log in that is supported: PLAIN, LOGIN or CRAM-MD5.`
  if (/self[- ]signed|unable to (?:verify|get)/i.test(text))
    return `The certificate of ${relay} was not issued by an authority that this machine trusts: ${firstPart(text)}. If the authority is your own, set NODE_EXTRA_CA_CERTS to the file with its certificate.`
  if (/certificate|altname/i.test(text))
    return `The certificate of ${relay} is not valid: ${firstPart(text)}. Use the name for which it was issued, or renew it.`
  if (step === 'STARTTLS' || /\bssl\b|\btls\b|wrong version number/i.test(text))
    return `No encrypted connection to ${relay} is possible. Use the port and kind of URL that your provider names: smtps: with port 465, or smtp: with port 587.`
  if (/ENOTFOUND|EAI_AGAIN|getaddrinfo|queryA/i.test(text))
    return `The name of the mail server ${relay} is not known. Check it.`
  if (/greeting never received/i.test(text))
    return `${relay} says nothing. Check its port: one that is encrypted from the start, such as 465, needs smtps:.`
  return `${relay} does not answer. Check its name and port, and whether this machine may connect to it.`
}

/** Returns what TLS says, without the library's words around it. */
function firstPart(text: string): string {
  return text.replace(/^Error initiating TLS - /, '').replace(/; if the root CA is installed.*$/, '')
}
