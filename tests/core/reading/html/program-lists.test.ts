import { expect, test } from 'vitest'
import { renderBody } from '../../../../core/html/render-body.ts'
import { accepted } from '../sample.ts'

const read = (html: string) =>
  renderBody(accepted('a.html', `<title>T</title>${html}`).body, 'https://gazette.example/articles/t/')
    .feed.replace(/>\s+</g, '><')
    .trim()

/** A list paragraph as Word saves it. */
const word = (level: number, marker: string, text: string, list = 'l0') =>
  `<p class=MsoListParagraphCxSpMiddle style='text-indent:-.25in;mso-list:${list} level${level} lfo1'><![if !supportLists]><span
  style='font-family:Symbol'><span style='mso-list:Ignore'>${marker}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
  </span></span></span><![endif]>${text}<o:p></o:p></p>`

test('list paragraphs of Word become nested lists without their bullets', () => {
  expect(read([word(1, '·', 'Oil'), word(2, 'o', 'Whale'), word(2, 'o', 'Rape'), word(1, '·', 'Gas')].join('\n'))).toBe(
    '<ul><li>Oil<ul><li>Whale</li><li>Rape</li></ul></li><li>Gas</li></ul>',
  )
})

test('numbers and letters of Word become ordered lists that keep their start', () => {
  expect(
    read([word(1, '3.', 'Oil'), word(2, 'a)', 'Whale'), word(2, 'b)', 'Rape'), word(1, '4.', 'Gas')].join('')),
  ).toBe('<ol start="3"><li>Oil<ol type="a"><li>Whale</li><li>Rape</li></ol></li><li>Gas</li></ol>')
  expect(read(word(1, 'iv.', 'Oil'))).toBe('<ol start="4" type="i"><li>Oil</li></ol>')
  expect(read(word(1, '1.', 'Oil') + word(1, '·', 'Gas', 'l1'))).toBe('<ol><li>Oil</li></ol><ul><li>Gas</li></ul>')
})

test('a paragraph whose marker is a word keeps it', () => {
  expect(read(word(1, 'Step 1:', 'Fill the lamp')).replace(/<[^>]*>/g, '')).toBe('Step 1: Fill the lamp')
})

test('a list between two paragraphs stays between them', () => {
  expect(read(`<p class=MsoNormal>Before</p>${word(1, '·', 'Oil')}<p class=MsoNormal>After</p>`)).toBe(
    '<p>Before</p><ul><li>Oil</li></ul><p>After</p>',
  )
})

/** A list paragraph in Word's format "Web Page, Filtered". */
const filtered = (margin: string, marker: string, text: string) =>
  `<p class=MsoListParagraphCxSpFirst style='margin-left:${margin};text-indent:-.25in'><span style='font-family:Symbol'>${marker}<span
  style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span>${text}</p>`

test('filtered pages of Word have lists, too', () => {
  expect(
    read(filtered('.5in', '·', 'Oil') + filtered('1.0in', 'o', 'Whale') + filtered('.5in', '·', '<b>Gas</b> light')),
  ).toBe('<ul><li>Oil<ul><li>Whale</li></ul></li><li><b>Gas</b> light</li></ul>')
})

test('the lists of Google Docs, one for each level, become one nested list', () => {
  expect(
    read(`<ul class="c1 lst-kix_ab-0 start"><li class=c2><span>Oil</span></li></ul>
      <ul class="c1 lst-kix_ab-1 start"><li>Whale</li><li>Rape</li></ul><ul class="lst-kix_ab-0"><li>Gas</li></ul>
      <p>Then</p><ol class="lst-kix_cd-0" start="3"><li>Tide</li></ol>`),
  ).toBe(
    '<ul><li><span>Oil</span><ul><li>Whale</li><li>Rape</li></ul></li><li>Gas</li></ul><p>Then</p><ol start="3"><li>Tide</li></ol>',
  )
})

test('the lists of Notion, one for each item, become one list', () => {
  expect(
    read(`<ol class=numbered-list start=1><li>Oil<ul class=bulleted-list><li>Whale</li></ul></li></ol><ol class=numbered-list
      start=2><li>Gas</li></ol><p>Then</p><ul class=to-do-list><li><div class="checkbox checkbox-on"></div><span>Tide</span></li></ul>
      <ul class=to-do-list><li><div class="checkbox checkbox-off"></div><span>Bell</span></li></ul>`).replace(
      /<div><\/div>/g,
      '',
    ),
  ).toBe(
    '<ol><li>Oil<ul><li>Whale</li></ul></li><li>Gas</li></ol><p>Then</p><ul><li>☑ <span>Tide</span></li><li>☐ <span>Bell</span></li></ul>',
  )
})

test('a list that stands directly in a list belongs to the item before it', () => {
  expect(read('<ul><li>Oil</li><ul><li>Whale</li></ul><li>Gas</li></ul>')).toBe(
    '<ul><li>Oil<ul><li>Whale</li></ul></li><li>Gas</li></ul>',
  )
})
