import type { FullArticle } from '../../../../core/articles/article.ts'
import { renderBody } from '../../../../core/html/render-body.ts'
import { sample } from '../../feeds/samples.ts'
import { accepted } from '../../reading/sample.ts'

const text = `---
title: Everything that a body may hold
---
It opens with a *paragraph*[^1], [a link](https://example.com/) and \`code\`.

![A picture](https://images.example.com/b.jpg)

> [!WARNING]
> Mind the gap.

## A table

| Year | Openings | A column with a long name | Another column with a long name | And another one |
|:-----|---------:|:-------------------------:|---------------------------------|-----------------|
| 1934 | 1,204    | 12                        | incomprehensibilities           | incomprehensibilities |

### A quotation

> The mail must be delivered as it was found.
>
> — The oath of 1854

1. One
2. Two
   - nested

\`\`\`python
print("a line of code that is much wider than any telephone is, and wider than the text of the page besides")
\`\`\`

- [x] done
- [ ] to do

<details><summary>More</summary><p>Hidden at first, with <kbd>Ctrl</kbd>, <mark>a mark</mark> and H<sub>2</sub>O.</p></details>

<figure><img src="https://images.example.com/c.jpg" alt="Another picture"><figcaption>A caption</figcaption></figure>

---

The end.

[^1]: A note.
`

/** An article whose body has every element that may break a style sheet or a checker. */
export const rich: FullArticle = {
  ...sample({
    slug: 'everything',
    title: 'Everything that a body may hold',
    topics: [{ slug: 'asia', name: 'Asia' }],
    authors: [{ slug: 'bob', name: 'Bob & Sons' }],
    image: { url: 'https://images.example.com/a.jpg', alt: 'A picture', width: 1200, height: 800 },
  }),
  body: renderBody(accepted('everything.md', text).body, 'https://news.example.org/articles/everything/'),
}
