import { expect, test } from 'vitest'
import { body, page, paragraph, second } from './archive-sample.ts'

test.each([
  'Send us a correction about this article Send us a news tip',
  'Submit a correction',
  'Spotted an error? Let us know.',
  'Corrections: desk@gazette.example',
  'Got a story? Tell us.',
  'Share this article on Facebook',
  'Share  Tweet  Email  Print',
  'Follow us on Mastodon',
  '© 2015 The Evening Sorter. All rights reserved.',
  'Copyright 2015 The Evening Sorter',
  'Terms of use | Privacy policy',
  'Related: Night mail returns to the north',
  'Related articles\nNight mail returns to the north\nWho licks the stamps?',
  'See also:\n\n- Night mail returns to the north\n- https://gazette.example/stamps',
  '\nWrite to our editors about this page',
  'Something wrong with this story? Tell the desk.',
  'To report an error, write to desk@gazette.example.',
  'Share this:\nTwitter\nFacebook',
  'More in Technology:\nMinisters meet\nThe rules explained',
  'Most read\n1. Night mail returns\n2. Who licks the stamps?',
  'Get our newsletter\nFollow @sorter\n12 comments',
  '--------\nSend us a news tip',
  '© 2015\n\nShare this page\n\nSend us a correction',
  'Home | About | Contact | Privacy',
  'Corrections · Tips · Share',
  'All content copyright 2015 The Evening Sorter',
  'Printed from https://gazette.example/2015/08/sorting-office',
  'Original article: http://www.gazette.example/?p=59',
  'Send us a news tip Share on Facebook Tweet this Email this article to a friend Print this page Subscribe to our newsletter Follow us on Twitter',
  'Related\n\n\nNight mail returns\nWho licks the stamps\n\n© 2015',
])('the footer "%s" is removed', (footer) => {
  const result = page('T', '2015-08-12', paragraph, second, footer)
  expect(result).toMatchObject({ topics: [], html: `${body}<p>${second}</p>` })
})

test('an unfamiliar call to the reader is a footer if two empty lines separate it from the text', () => {
  const result = page('T', '2015-08-12', paragraph, second, '\nAsia security\nWrite to our editors about this page')
  expect(result).toMatchObject({ html: `${body}<p>${second}</p>`, topics: ['Asia', 'security'] })
})

test.each([
  'Share prices of the carrier fell by two per cent on the news.',
  'Send us a correction, the note on the door said.',
  'Related costs rose by four per cent.',
  'The copyright was the subject of the second panel.',
])('the last sentence "%s" is part of the text', (sentence) => {
  expect(page('T', '2015-08-12', paragraph, sentence).html).toBe(`${body}<p>${sentence}</p>`)
})

test('a line within the text that looks like a footer stays', () => {
  const result = page('T', '2015-08-12', paragraph, 'Send us a correction about this article', second, '© 2015 T')
  expect(result.html).toContain('Send us a correction about this article')
  expect(result.html).not.toContain('©')
})

test('a page that consists only of a footer keeps it', () => {
  expect(page('T', '2015-08-12', 'Send us a news tip').html).toBe('<p>Send us a news tip</p>')
})
