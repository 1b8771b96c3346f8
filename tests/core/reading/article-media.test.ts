import { expect, test } from 'vitest'
import { listMedia } from '../../../core/reading/article-media.ts'
import { parseUpload } from '../../../core/reading/parse-upload.ts'
import { publication } from './sample.ts'

function mediaOf(text: string, key = 'articles/a.md'): readonly string[] {
  const parsed = parseUpload({ key, bytes: Buffer.from(text) }, publication)
  return parsed.accepted ? listMedia(parsed.body).map(({ url, type }) => `${url} ${type}`) : ['rejected']
}

test.each([
  ['[Listen](episode.mp3)', ['episode.mp3 audio/mpeg']],
  ['![Episode 5](episode.mp3)', ['episode.mp3 audio/mpeg']],
  ['![](https://cdn.example.com/clip.MP4?v=2#t=1)', ['https://cdn.example.com/clip.MP4?v=2#t=1 video/mp4']],
  ['<https://cdn.example.com/e.m4a>', ['https://cdn.example.com/e.m4a audio/mp4']],
  ['<audio src="e.opus" controls></audio>', ['e.opus audio/ogg']],
  ['<video><source src="a.webm"><source src="a.mp4"></video>', ['a.webm video/webm']],
  [
    '<audio><source src="https://x.example/1" type="audio/ogg; codecs=opus"></audio>',
    ['https://x.example/1 audio/ogg'],
  ],
  ['<audio src="https://x.example/stream"></audio>', ['https://x.example/stream audio/mpeg']],
  ['<video src="https://x.example/stream"></video>', ['https://x.example/stream video/mp4']],
  ['[a](notes.pdf) [b](mailto:a@x.mp3) ![c](c.png)', []],
  ['[a](b.mp3) [again](b.mp3) <video src="c.mp4"></video>', ['c.mp4 video/mp4', 'b.mp3 audio/mpeg']],
])('the media of %s are %j', (markdown, media) => {
  expect(mediaOf(`# A title\n\n${markdown}\n`)).toEqual(media)
})

test('feeds name at most ten', () => {
  const links = Array.from({ length: 20 }, (_, index) => `[e](${index}.mp3)`)
  expect(mediaOf(`# A title\n\n${links.join(' ')}`)).toHaveLength(10)
})

test('audio and video included like images become players', () => {
  const parsed = parseUpload(
    { key: 'articles/a.md', bytes: Buffer.from('# T\n\n![Five](e.mp3) ![](v.webm) ![P](p.png)') },
    publication,
  )
  const html = parsed.accepted ? JSON.stringify(parsed.body) : ''
  expect(html).toContain('{"src":"e.mp3","controls":true,"title":"Five"}')
  expect(html.match(/"tagName":"(audio|video|img)"/g)).toEqual(
    ['audio', 'video', 'img'].map((name) => `"tagName":"${name}"`),
  )
})
