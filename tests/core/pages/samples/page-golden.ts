import { divide, type Frame } from '../../../support/fold-golden.ts'

const parts = { head: '<!DOCTYPE html>', header: '<body>', main: '<main', footer: '</main>' }

/** Puts the title of a page above it. Its golden file then contains the title that its frame must have. */
export function ownTitle(html: string): { readonly title: string; readonly text: string } {
  const [, title = ''] = /<title>(.*?)(?: – The Stack &amp; Co\.)?<\/title>/.exec(html) ?? []
  return { title, text: `title: ${title}\n${html}` }
}

/** Returns the frame of the page with this title and path, made from the frame of the overview of topics. */
export function pageFrame(topicsPage: string, title: string, path: string): Frame {
  const folder = encodeURI(path.replace(/index\.html$/, ''))
  const { title: topics } = ownTitle(topicsPage)
  const section = `<li><a href="/${folder.split('/')[0]}/"`
  const page = topicsPage
    .replace(' aria-current="true"', '')
    .replace(`${section}>`, () => `${section} aria-current="true">`)
    .replace(`<title>${topics} – `, () => `<title>${title} – `)
    .replace(`content="${topics}"`, () => `content="${title}"`)
    .replaceAll('"https://news.example.org/topics/"', `"https://news.example.org/${folder}"`)
  const { main: _topics, ...frame } = divide(page.split('\n'), parts)
  return frame
}

/** Returns the content of a page as a part of a frame. */
export function mainOf(html: string, name: string): Frame {
  return { [name]: divide(html.split('\n'), parts).main ?? [] }
}
