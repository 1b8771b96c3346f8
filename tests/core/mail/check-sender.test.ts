import { expect, test } from 'vitest'
import { checkSender } from '../../../core/mail/check-sender.ts'
import { parsePublication } from '../../../core/publication.ts'

const problemsOf = (address: string) =>
  checkSender(
    parsePublication(
      JSON.stringify({
        title: 'News',
        description: 'News.',
        siteUrl: 'https://news.example.org',
        tag: 'example.org,2026',
        sender: { name: 'News', address },
        postalAddress: '1 Mail Coach Lane, Bath',
      }),
    ),
  )

test.each(['news@heise.de', 'post@news.night-mail.co.uk', 'post@gmail.com.night-mail.net', 'post@myexample.com'])(
  '%s can be verified',
  (address) => {
    expect(problemsOf(address)).toEqual([])
  },
)

test.each([
  ['gazette@gazette.example.org', 'gazette.example.org is reserved'],
  ['news@Example.COM', 'example.com is reserved'],
  ['news@post.test', 'post.test is reserved'],
  ['news@nas.local', 'nas.local is reserved'],
  ['Me@GMail.com', 'mail from gmail.com must be sent by its provider'],
  ['me@yahoo.co.uk', 'mail from yahoo.co.uk must be sent by its provider'],
])('%s cannot: %s', (address, problem) => {
  expect(problemsOf(address)).toEqual([expect.stringContaining(problem)])
  expect(problemsOf(address)[0]).toMatch(/^sender\.address: .*Use an address of a domain/)
})
