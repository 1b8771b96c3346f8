/** How to reach an SMTP server. */
export type SmtpSettings = {
  readonly host: string
  readonly port: number
  /** TLS from the first byte. */
  readonly secure: boolean
  /** TLS by STARTTLS, without which no mail is handed over. */
  readonly requireTLS: boolean
  /** No TLS, even if the server offers it. */
  readonly ignoreTLS: boolean
  readonly auth?: { readonly user: string; readonly pass: string }
  /** The name for EHLO. */
  readonly name?: string
}

const form = 'smtps://USER:PASSWORD@HOST or smtp://USER:PASSWORD@HOST:587'

/**
 * Reads the URL of an SMTP server. `smtps:` is encrypted from the start, `smtp:` by STARTTLS. Only on this machine is
 * encryption optional: there, `tls=required` in the query asks for it. Elsewhere, `tls=none` does without, but then not with
 * a password. `name` is the name for EHLO. @throws {Error} that says what is wrong, without a part of the URL
 */
export function readSmtpUrl(text: string): SmtpSettings {
  const url = URL.parse(text)
  const secure = url?.protocol === 'smtps:'
  if (!url || !(secure || url.protocol === 'smtp:') || url.hostname === '')
    throw new Error(`The URL of the mail server has to be ${form}. Write special characters of the password as %XX.`)
  const { tls, name, ...unknown } = Object.fromEntries(url.searchParams)
  const [first] = Object.keys(unknown)
  if (first !== undefined)
    throw new Error(`The URL of the mail server has an unknown option ${first}: use tls or name.`)
  if (tls !== undefined && tls !== 'required' && tls !== 'none')
    throw new Error('The option tls in the URL of the mail server has to be required or none.')
  if (secure && tls === 'none') throw new Error('A URL with smtps: is always encrypted. Use smtp: with tls=none.')
  const isLocal = /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname)
  const encrypted = secure || (tls ?? (isLocal ? 'none' : 'required')) === 'required'
  const [user, pass] = [decode(url.username), decode(url.password)]
  if (user !== '' && !encrypted && !isLocal)
    throw new Error('A password is not sent without encryption. Remove tls=none from the URL of the mail server.')
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 465 : isLocal ? 25 : 587) : Number(url.port),
    secure,
    requireTLS: encrypted && !secure,
    ignoreTLS: !encrypted,
    ...(user !== '' && { auth: { user, pass } }),
    ...(name && { name }),
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Error('In the URL of the mail server, write the character % of the user name or password as %25.')
  }
}
