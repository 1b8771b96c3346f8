import type { Element, ElementContent, Root, RootContent } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { expect, test } from 'vitest'
import type { DigestSettings } from '../../../core/digest-settings.ts'
import type { Issue } from '../../../core/issues/issue.ts'
import { renderVariant } from '../../../core/issues/render-variant.ts'
import type { Publication } from '../../../core/publication.ts'
import type { Image } from '../../../core/reading/manuscript.ts'
import { sampleArticle, sampleIssue, sampleSite } from './sample-issue.ts'

const daily = { title: 'Daily digest', schedule: { every: 'day', at: '07:00' } } as const

/** Renders the mail of an issue with some articles, with the lead image of the first. */
function render(count: number, settings: Partial<DigestSettings> = {}, image?: Image, language = 'en') {
  const digest = { ...sampleSite().publication.digests.daily, ...daily, ...settings } as DigestSettings // of the same shape
  const site = sampleSite({ digests: { daily: digest } })
  const articles = Array.from({ length: count }, (_, n) =>
    sampleArticle(`a${n}`, {
      image: n === 0 ? image : undefined,
      language,
      direction: language === 'ar' ? 'rtl' : 'ltr',
    }),
  )
  const issue: Issue = { ...sampleIssue(site, articles), sponsor: undefined }
  return renderVariant(
    site,
    issue,
    issue.articles.map(({ id }) => id),
    language,
  ).mail
}

function find(html: string, matches: (element: Element) => boolean): readonly Element[] {
  const found: Element[] = []
  const visit = (node: Root | ElementContent | RootContent) => {
    if (node.type === 'element' && matches(node)) found.push(node)
    if ('children' in node) for (const child of node.children) visit(child)
  }
  visit(fromHtml(html))
  return found
}

const toText = (node: Element | ElementContent): string =>
  node.type === 'text' ? node.value : 'children' in node ? node.children.map(toText).join('') : ''

const headlines = (html: string) => find(html, ({ properties }) => String(properties.className) === 'headline')

test('the contents of a long mail list ten articles and count the others', () => {
  const { html } = render(12)
  expect(html).toContain('In this issue')
  expect(html).toContain('2 more articles below')
  expect(headlines(html)).toHaveLength(10 + 12)
  expect(render(10).html).not.toContain('more articles below')
})

test('a digest of headlines names each article once', () => {
  const { html } = render(12, { layout: 'headlines' })
  expect(html).not.toContain('In this issue')
  expect(headlines(html)).toHaveLength(12)
})

const picture = { url: 'https://news.example.org/p.png', alt: '', width: 48, height: 48 }

test.each([
  ['a small picture is not enlarged', picture, 48, 'width:100%;max-width:48px'],
  ['a wide one fills the column', { ...picture, width: 1800, height: 900 }, 536, 'width:100%;max-width:536px'],
  ['a portrait is bounded in height', { ...picture, width: 600, height: 1800 }, 223, 'width:100%;max-width:223px'],
  ['one of unknown size is shown as it is', { url: picture.url, alt: '' }, 536, 'width:auto;max-width:100%'],
])('%s', (_what, image, width, style) => {
  const [img] = find(render(1, {}, image).html, ({ tagName }) => tagName === 'img')
  expect(img?.properties.width).toBe(width)
  expect(String(img?.properties.style)).toContain(`${style};height:auto`)
})

test('a picture without words that is a link gives the link the title as its name', () => {
  const nameOf = (image: Image) => {
    const [link] = find(render(1, {}, image).html, ({ tagName, children }) => {
      const [first] = children
      return tagName === 'a' && first?.type === 'element' && first.tagName === 'img'
    })
    const [img] = link?.children ?? []
    return [link?.properties.ariaLabel, img?.type === 'element' && img.properties.alt]
  }
  expect(nameOf(picture)).toEqual(['Title of a0', ''])
  expect(nameOf({ ...picture, alt: 'A coach' })).toEqual([undefined, 'A coach'])
})

test('every text of a mail in Arabic has a direction', () => {
  const { html } = render(12, {}, undefined, 'ar')
  const astray: string[] = []
  const visit = (node: Root | ElementContent | RootContent, direction: string | undefined) => {
    if (node.type === 'text' && /\p{Script=Arabic}/u.test(node.value) && direction !== 'rtl') astray.push(node.value)
    if (node.type === 'element' && /^(?:head|style)$/.test(node.tagName)) return
    const isCell = node.type === 'element' && /direction:ltr/.test(String(node.properties.style))
    const own = node.type === 'element' ? (node.properties.dir as string | undefined) : undefined // an attribute is a string
    const inner = own ?? (isCell ? 'ltr' : direction)
    if ('children' in node) for (const child of node.children) visit(child, inner)
  }
  visit(fromHtml(html), undefined)
  expect(astray.filter((text) => text.trim() !== '')).toEqual([])
})

test('a short first line is filled up, so that mail clients show nothing else after it', () => {
  const { html } = render(1)
  const [hidden] = find(html, ({ properties }) => String(properties.style).includes('display:none;max-height:0'))
  const [text] = hidden?.children ?? []
  expect(text?.type === 'text' && text.value.length).toBeGreaterThanOrEqual(100)
})

test('the masthead shows the logo of the publication with its size and its name', () => {
  const show = (changes: Partial<Publication>) => {
    const site = sampleSite(changes)
    const issue = sampleIssue(site, [sampleArticle('a')])
    const { html } = renderVariant(site, issue, ['a']).mail
    const [link] = find(html, ({ properties }) => String(properties.className) === 'headline,nameplate')
    const [img] = find(html, ({ tagName }) => tagName === 'img')
    return [
      link && toText(link),
      img?.properties.src,
      img?.properties.alt,
      img?.properties.width,
      img?.properties.height,
    ]
  }
  const logo = { url: 'https://x.example/logo.png', width: 800, height: 200 }
  expect(show({ logo })).toEqual(['', logo.url, 'The Example Post', 400, 100])
  expect(show({ icon: 'https://x.example/i.png' })).toEqual(['The Example Post', 'https://x.example/i.png', '', 64, 64])
  expect(show({})).toEqual(['The Example Post', undefined, undefined, undefined, undefined])
})
