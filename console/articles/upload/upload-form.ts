import { html } from 'hono/html'
import type { Html } from '../../frame/page.ts'
import { actionHref } from '../addresses.ts'

/** Renders the choice of files to upload. With JavaScript, files can also be dropped anywhere on the page. */
export function uploadForm(folder = ''): Html {
  return html`<details class="upload-part"><summary>Upload files</summary>
<form class="upload" method="post" action="${actionHref('upload')}" enctype="multipart/form-data">
<p><label for="file">Articles (.md, .txt, .html) and the images beside them</label>
<input id="file" name="file" type="file" multiple></p>
<p><label for="folder">Or a folder with everything in it</label>
<input id="folder" name="file" type="file" webkitdirectory></p>
<p><label for="target">Into the folder</label>
<input id="target" name="target" value="${folder}" placeholder="articles/" spellcheck="false"></p>
<p><label><input type="checkbox" name="backfill"> An archive: never mailed</label></p>
<button>Upload</button>
</form></details>
<div id="dropped" hidden></div>`
}
