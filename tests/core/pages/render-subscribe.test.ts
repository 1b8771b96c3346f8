import { expect, test } from 'vitest'
import { renderSubscribe } from '../../../core/pages/render-subscribe.ts'
import { elementsOf, parseHtml } from '../../support/html.ts'
import { site } from '../feeds/samples.ts'

const pages = renderSubscribe(site, [{ slug: 'asia', name: 'Asia' }])
const tree = parseHtml(pages[0]?.body ?? '').tree

test('each language has a page, and the page in the language of the publication comes first', () => {
  expect(pages.map(({ path }) => path)).toEqual([
    'subscribe/index.html',
    'subscribe/ar/index.html',
    'subscribe/de/index.html',
    'subscribe/es/index.html',
    'subscribe/fr/index.html',
  ])
})

test('each page selects its own language', () => {
  const selected = pages.map(({ body }) =>
    elementsOf(parseHtml(body).tree, 'option')
      .filter(({ properties }) => properties.selected)
      .map(({ properties }) => properties.value)
      .at(-1),
  )
  expect(selected).toEqual(['en-GB', 'ar', 'de', 'es', 'fr'])
})

test('the form has the fields of a subscription, and one that only robots fill in', () => {
  const [form] = elementsOf(tree, 'form')
  expect(form?.properties).toMatchObject({ method: 'post', action: '/subscribe' })
  const fields = elementsOf(tree, 'input', 'select').map(({ properties }) => properties.name)
  expect(fields).toEqual(['email', 'digest', 'topics', 'language', 'timeZone', 'website', 'elapsed', 'consent'])
  const options = elementsOf(tree, 'option').map(({ properties }) => properties.value)
  expect(options).toEqual(['daily', 'weekly', 'ar', 'de', 'en-GB', 'es', 'fr'])
})

test('digests and topics have their names in the language of the page', () => {
  const [digest] = Object.values(site.publication.digests)
  if (!digest) throw new Error('The sample has no digest')
  const title = { en: 'The week', de: 'Die Woche' }
  const topics = [{ slug: 'maps', name: { en: 'maps', de: 'Karten' } }]
  const publication = { ...site.publication, topics, digests: { press: { ...digest, title } } }
  const forms = renderSubscribe({ ...site, publication }, [{ slug: 'maps', name: 'maps' }])
  const german = forms.find(({ path }) => path === 'subscribe/de/index.html')?.body
  expect(german).toMatch(/Die Woche/)
  expect(german).toMatch(/Karten/)
  expect(forms[0]?.body).toMatch(/The week/)
  expect(forms[0]?.body).not.toMatch(/Karten/)
})
