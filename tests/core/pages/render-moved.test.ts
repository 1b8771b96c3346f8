import { expect, test } from 'vitest'
import { renderMoved } from '../../../core/pages/render-moved.ts'
import { obama, site } from '../feeds/samples.ts'

test('the former address of an article leads browsers and search engines to the new one', () => {
  const { path, body } = renderMoved(site, 'obama', obama.article)
  const href = '/articles/us-tech-groups-press-obama/'
  expect(path).toBe('articles/obama/index.html')
  expect(body).toContain(`<meta http-equiv="refresh" content="0; url=${href}">`)
  expect(body).toContain(`<link rel="canonical" href="${site.url}${href}">`)
  expect(body).toContain(`<a href="${href}">`)
})
