import { expect, test } from 'vitest'
import { parseFlawless } from '../../../core/html/parse-flawless.ts'

test('HTML in which everything has its place becomes a tree', () => {
  expect(parseFlawless('<ul>\n<li><a href="x?a&amp;b" class="y z">1 &lt; 2</a><br></li></ul>')).toEqual({
    type: 'root',
    children: [
      {
        ...{ type: 'element', tagName: 'ul', properties: {} },
        children: [
          { type: 'text', value: '\n' },
          {
            ...{ type: 'element', tagName: 'li', properties: {} },
            children: [
              {
                ...{ type: 'element', tagName: 'a', properties: { href: 'x?a&b', className: ['y', 'z'] } },
                children: [{ type: 'text', value: '1 < 2' }],
              },
              { type: 'element', tagName: 'br', properties: {}, children: [] },
            ],
          },
        ],
      },
    ],
  })
})

test.each([
  ['an open element', '<p>a'],
  ['an end tag without an element', '<p>a</b></p>'],
  ['a block in a paragraph', '<p><div>a</div></p>'],
  ['a link in a link', '<a href="x"><b><a href="y">a</a></b></a>'],
  ['text between rows', '<table><tbody>a<tr><td>b</td></tr></tbody></table>'],
  ['an unknown element', '<svg></svg>'],
  ['a comment', '<p>a<!-- b --></p>'],
  ['an unusual reference', '<p>&nbsp;</p>'],
  ['an attribute without quotation marks', '<p id=a>b</p>'],
  ['two attributes of the same name', '<p id="a" id="b">c</p>'],
  [
    'more attributes than anyone writes',
    `<p ${Array.from('abcdefghijklmnopqrstu', (name) => `${name}="x"`).join(' ')}>a</p>`,
  ],
  ['deep nesting', '<div>'.repeat(250) + '</div>'.repeat(250)],
])('HTML is left to a parser if it has %s', (_, html) => {
  expect(parseFlawless(html)).toBeUndefined()
})
