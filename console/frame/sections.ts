/** The pages of the navigation. */
export const sections = [
  { name: 'today', href: '/', label: 'Today' },
  { name: 'articles', href: '/articles/', label: 'Articles' },
  { name: 'digests', href: '/digests/', label: 'Digests' },
  { name: 'people', href: '/people/', label: 'People' },
  { name: 'mail', href: '/mail/', label: 'Mail' },
  { name: 'feeds', href: '/feeds/', label: 'Feeds' },
  { name: 'health', href: '/health/', label: 'Health' },
] as const

export type Section = (typeof sections)[number]['name']
