import { expect, it } from 'vitest'
import { parsePublication } from '../../core/publication.ts'
import { PublicationError } from '../../core/publication-mistakes.ts'

const digest = { title: 'D', schedule: { every: 'minute' } }

it.each([
  ['a capital', 'Press', /^digests\.Press: use lower-case letters, digits and single hyphens, .* such as "press"$/],
  ['spaces', '7 The  Week!', /such as "the-week"$/],
  ['a reserved word', 'none', /^digests\.none: this name is reserved$/],
  ['only a digit', '7', /^digests\.7: use .* characters$/],
])('a digest with %s as its name is rejected with a better name, if there is one', (_what, name, message) => {
  const parse = () =>
    parsePublication(
      JSON.stringify({
        title: 'Gazette',
        description: 'Letters.',
        tag: 'gazette.example.org,2026',
        sender: { name: 'Gazette', address: 'gazette@example.org' },
        postalAddress: '1 Mail Coach Lane, Bath',
        digests: { [name]: digest },
      }),
    )
  expect(parse).toThrow(PublicationError)
  expect(parse).toThrow(expect.objectContaining({ mistakes: [expect.stringMatching(message)] }))
})

it('an error lists its mistakes', () => {
  const mistakes = ['title: it is empty', 'description is missing']
  expect(new PublicationError(mistakes).message).toBe(
    'publication.json has mistakes:\n  - title: it is empty\n  - description is missing',
  )
  expect(new PublicationError(['x']).message).toBe('publication.json has a mistake:\n  - x')
})
