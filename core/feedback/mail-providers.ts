/** Domains of the same mailbox provider, so that its bounces are counted together. */
const providers: Readonly<Record<string, readonly string[]>> = {
  Gmail: ['gmail.com', 'googlemail.com'],
  Outlook: ['outlook.', 'hotmail.', 'live.', 'msn.com', 'passport.com'],
  'Yahoo and AOL': ['yahoo.', 'ymail.com', 'rocketmail.com', 'aol.', 'aim.com', 'verizon.net'],
  'Apple iCloud': ['icloud.com', 'me.com', 'mac.com'],
  GMX: ['gmx.'],
  'WEB.DE': ['web.de'],
  Proton: ['proton.me', 'protonmail.com', 'pm.me'],
  Yandex: ['yandex.', 'ya.ru'],
  'Mail.ru': ['mail.ru', 'inbox.ru', 'list.ru', 'bk.ru'],
  QQ: ['qq.com', 'foxmail.com'],
  NetEase: ['163.com', '126.com', 'yeah.net'],
}

/** Returns the provider of an address, or else its domain. A company's own domain may belong to a provider as well. */
export function providerOf(address: string): string {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  const matches = (pattern: string) =>
    pattern.endsWith('.') ? domain.startsWith(pattern) && isCountry(domain.slice(pattern.length)) : domain === pattern
  return Object.keys(providers).find((name) => providers[name]?.some(matches)) ?? domain
}

/** `com`, `de`, `co.uk`: what follows the name of a provider. */
function isCountry(rest: string): boolean {
  return /^(com|net|[a-z]{2}|com?\.[a-z]{2})$/.test(rest)
}
