import { html } from 'hono/html'
import type { Html } from '../frame/page.ts'

export function uploadForm(): Html {
  return html`<form class="upload" method="post" action="/uploads" enctype="multipart/form-data">
<p><label for="file">Publish an article (.md, .txt, .html) and the images beside it</label>
<input id="file" name="file" type="file" multiple></p>
<p><label for="folder">Or a folder with everything in it</label>
<input id="folder" name="file" type="file" webkitdirectory></p>
<button>Upload</button>
</form>`
}
