import json from '#publication' with { type: 'json' }
import type { Settings } from '../../core/environment.ts'
import type { Publication } from '../../core/publication.ts'
import type { Site } from '../../core/site.ts'

/** publication.json as the build checked it, with its defaults filled in. */
export const publication = json as unknown as Publication

export function siteOf(settings: Pick<Settings, 'siteUrl'>): Site {
  return { publication, url: settings.siteUrl }
}
