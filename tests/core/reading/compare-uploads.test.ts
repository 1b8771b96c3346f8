import { expect, test } from 'vitest'
import { compareUploads } from '../../../core/reading/compare-uploads.ts'
import { publication } from './sample.ts'

const compare = (one: string, other: string) => {
  const [previous, next] = [one, other].map((text) => ({ key: 'articles/letter.md', bytes: Buffer.from(text) }))
  if (!previous || !next) throw new Error('Two texts are compared.')
  return compareUploads(previous, next, publication)
}
const bath = `The mail coach was late again, and the horses stood steaming in the yard while the guard explained to a row of
merchants why a river that has been where it is since the flood should have surprised him on a Tuesday.`
const york = `Nothing has been delivered north of the wall for nine days. The postmaster has read every newspaper twice, and
has begun to answer letters that were addressed to people who moved away before he was born.`
const road = `On the road north of the toll house the snow has hidden every milestone, so the boys count telegraph poles.`
const harbour = `Oil for the lamps arrived on the morning tide, forty casks of it, and by noon the keeper had signed for
thirty-eight. The other two were seen rolling, he maintains, of their own accord and in the direction of the inn.`

test('a new version has much of the text, whatever its title is', () => {
  expect(
    compare(`# Bath\n\n${bath}`, `# Letter from Bath\n\n${bath.replace('Tuesday', 'Thursday')}\n\nP.S. ${york}`),
  ).toEqual({ isSameArticle: true, titles: ['Bath', 'Letter from Bath'] })
  expect(compare(`# Bath\n\n${bath}`, `---\ntitle: Bath, corrected\n---\n${bath}`).isSameArticle).toBe(true)
  expect(compare('# Bath\n\nLate.', '# Bath\n\nOn time.').isSameArticle).toBe(true)
  expect(compare(bath, `# Bath\n\n${bath}`).isSameArticle).toBe(true)
})

test('a rewritten version has the title and some of the text', () => {
  expect(compare(`# Bath\n\n${bath} ${york}`, `# Bath!\n\n${bath.slice(0, 120)} ${harbour}`).isSameArticle).toBe(true)
})

test.each([
  ['another title and another text', `# Bath\n\n${bath}`, `# York\n\n${york}`],
  [
    'two short texts of one form',
    '# Bath\n\nThe letters of Bath came late.',
    '# York\n\nThe letters of York came late.',
  ],
  ['two short texts', '# Bath\n\nLate.', '# York\n\nOn time.'],
  ['a title in common', `# A letter\n\n${bath} ${road}`, `# A letter\n\n${york} ${harbour}`],
  [
    'front matter in common',
    `---\ntitle: A\nauthor: Ada Byron\ntopics: [letters, maps]\n---\n${bath}`,
    `---\ntitle: B\nauthor: Ada Byron\ntopics: [letters, maps]\n---\n${york}`,
  ],
  ['no title in the present one', bath, `# York\n\n${york}`],
  ['an empty file', '', `# York\n\n${york}`],
  [
    'another script',
    '# 手紙\n\n山の上の郵便局には、冬のあいだ一通も手紙が届かなかった。',
    '# 地図\n\n古い地図には、もう誰も住んでいない村の名前が残っている。',
  ],
])('a different article: %s', (_, one, other) => {
  expect(compare(one, other).isSameArticle).toBe(false)
})
